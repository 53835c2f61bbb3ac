// Says how much room is left in a text field: <textarea data-counted="2000"> and, after it in the same form, an element
// with data-counter. Readers of the screen are told when they pause, and not before little room is left.

const PAUSE = 1000; // milliseconds
const TOLD_FROM = 0.9; // of the limit

function connect(field, counter) {
  const [seen, heard] = counter.children;
  const limit = Number(field.dataset.counted);
  let timer;
  const show = () => {
    // One sign is one character to the server, whatever it takes in memory.
    const length = [...field.value.trim()].length;
    const left = limit - length;
    const text = (left < 0 ? counter.dataset.over : counter.dataset.left).replace("{n}", Math.abs(left).toLocaleString("de"));
    seen.textContent = text;
    counter.classList.toggle("counter--over", left < 0);
    clearTimeout(timer);
    timer = setTimeout(() => (heard.textContent = length > limit * TOLD_FROM ? text : ""), PAUSE);
  };
  field.addEventListener("input", show);
  counter.hidden = false;
  show();
}

for (const field of document.querySelectorAll("[data-counted]")) {
  const counter = field.form?.querySelector("[data-counter]");
  if (counter) connect(field, counter);
}
