// Tells the site which hit was opened for a question, so that editors see what helps. Says nothing about the reader;
// without scripts it is not counted.

const list = document.querySelector("[data-click-url]");
const question = list?.dataset.question;

function count(event) {
  const hit = event.target.closest("a[href]")?.closest("[data-page]");
  if (!hit || (event.type === "auxclick" && event.button !== 1)) return;
  const data = new URLSearchParams({ q: question, seite: hit.dataset.page, platz: hit.dataset.place });
  navigator.sendBeacon(list.dataset.clickUrl, data);
}

if (question && navigator.sendBeacon) {
  list.addEventListener("click", count);
  list.addEventListener("auxclick", count);
}
