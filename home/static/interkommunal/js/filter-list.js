// Narrows a long list down while one types. The input names its list: data-filter-input="id of the list".
// Entries are the list's <li>; data-filter-text overrides what is searched. An element with data-filter-group hides as
// soon as all entries in it do.

/** Two spellings to compare: umlauts without dots and written out, so that "muenster", "munster" and "Münster" meet. */
function spellings(text) {
  const lower = text.toLocaleLowerCase("de").replaceAll("ß", "ss").replace(/\s+/g, " ").trim();
  const written = lower.replaceAll("ä", "ae").replaceAll("ö", "oe").replaceAll("ü", "ue");
  const bare = (value) => value.normalize("NFD").replace(/\p{Mn}/gu, "");
  return [bare(lower), bare(written)];
}

function connect(input) {
  const list = document.getElementById(input.dataset.filterInput);
  if (!list) return;
  const status = input.parentElement.querySelector("[role=status]");
  const entries = [...list.querySelectorAll("li")].map((element) => ({
    element,
    texts: spellings(element.dataset.filterText ?? element.textContent),
  }));
  const groups = [...list.querySelectorAll("[data-filter-group]")];

  const filter = () => {
    const wanted = spellings(input.value);
    let shown = 0;
    for (const { element, texts } of entries) {
      const fits = texts.some((text) => wanted.some((part) => text.includes(part)));
      element.hidden = !fits;
      shown += fits;
    }
    for (const group of groups) group.hidden = !group.querySelector("li:not([hidden])");
    const { filterNone, filterOne, filterMany } = input.dataset;
    if (!input.value.trim()) status.textContent = "";
    else status.textContent = shown === 0 ? filterNone : shown === 1 ? filterOne : filterMany.replace("{n}", shown);
  };

  input.addEventListener("input", filter);
  // Within a form Enter would send it, half filled in.
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && input.form) event.preventDefault();
  });
  input.parentElement.hidden = false;
  // The browser may have kept a word when one came back to the page.
  filter();
}

for (const input of document.querySelectorAll("[data-filter-input]")) connect(input);
