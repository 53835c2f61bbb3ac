// A field for several names with data-choose="address of suggestions": what is chosen stands above it, one by one, and
// names are suggested while one types (suggest.js). The field itself keeps the names, with data-separator between them, as
// it does without a script; what was typed and not chosen goes with them, so that the site can say what is wrong with it.
// With data-free one may write names that nobody suggests: Enter or the separator ends each.

class Chooser {
  #field;
  #input;
  #list;
  #names;
  #separator;
  #isFree;

  constructor(field) {
    this.#field = field;
    this.#separator = field.dataset.separator;
    this.#isFree = "free" in field.dataset;
    this.#names = this.#namesIn(field.value);
    this.#input = this.#makeInput();
    this.#list = document.createElement("ul");
    this.#list.className = "chip-list chosen";
    this.#list.setAttribute("aria-label", field.dataset.chosen);
    this.#list.setAttribute("aria-live", "polite");
    const box = document.createElement("div");
    box.className = "search";
    box.append(this.#input);
    field.before(this.#list, box);
    field.removeAttribute("id");
    field.type = "hidden";
    this.#show();
    this.#input.dispatchEvent(new CustomEvent("search-box-made", { bubbles: true }));
    box.addEventListener("click", (event) => this.#onClick(event));
    this.#input.addEventListener("input", () => this.#onInput());
    this.#input.addEventListener("keydown", (event) => this.#onKey(event));
    field.addEventListener("change", () => this.#read());
    const first = field.value;
    field.form.addEventListener("reset", () => {
      field.value = first;
      this.#read();
    });
  }

  #makeInput() {
    const input = document.createElement("input");
    input.type = "text";
    input.id = this.#field.id;
    input.autocomplete = "off";
    input.maxLength = 100;
    input.dataset.suggestUrl = this.#field.dataset.choose;
    for (const name of ["Label", "None", "One", "Many"]) input.dataset[`suggest${name}`] = this.#field.dataset[`suggest${name}`];
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (this.#field.hasAttribute(name)) input.setAttribute(name, this.#field.getAttribute(name));
    }
    return input;
  }

  #onClick(event) {
    const option = event.target.closest("[role=option]");
    // With a key held down the link opens the page of the service, as links do.
    if (!option || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#choose(option.firstChild.textContent);
  }

  #onKey(event) {
    if (event.key !== "Enter" || event.defaultPrevented || event.isComposing || !this.#input.value.trim()) return;
    event.preventDefault();
    if (this.#isFree) {
      this.#choose(...this.#namesIn(this.#input.value));
      return;
    }
    const list = document.getElementById(this.#input.getAttribute("aria-controls"));
    if (!list.hidden) list.querySelector("[role=option]")?.click();
  }

  #onInput() {
    const typed = this.#input.value;
    const end = typed.lastIndexOf(this.#separator);
    if (this.#isFree && end >= 0) {
      this.#choose(...this.#namesIn(typed.slice(0, end)));
      this.#input.value = typed.slice(end + 1).trimStart();
    }
    this.#keep();
  }

  #choose(...names) {
    this.#names = [...new Set([...this.#names, ...names])];
    this.#input.value = "";
    this.#input.dispatchEvent(new Event("input", { bubbles: true }));
    this.#input.focus();
    this.#show();
  }

  #remove(name) {
    this.#names = this.#names.filter((each) => each !== name);
    this.#input.focus();
    this.#show();
  }

  #read() {
    this.#names = this.#namesIn(this.#field.value);
    this.#input.value = "";
    this.#show();
  }

  #namesIn(text) {
    return [...new Set(text.split(this.#separator).map((name) => name.trim()).filter(Boolean))];
  }

  #show() {
    this.#list.replaceChildren(...this.#names.map((name) => this.#makeItem(name)));
    this.#list.hidden = this.#names.length === 0;
    this.#keep();
  }

  #makeItem(name) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chip chip--remove";
    button.setAttribute("aria-label", `${this.#field.dataset.remove}: ${name}`);
    button.addEventListener("click", () => this.#remove(name));
    const cross = document.createElement("span");
    cross.setAttribute("aria-hidden", "true");
    cross.textContent = "×";
    button.append(name, cross);
    item.append(button);
    return item;
  }

  #keep() {
    this.#field.value = [...this.#names, ...this.#namesIn(this.#input.value)].join(`${this.#separator} `);
  }
}

for (const field of document.querySelectorAll("input[data-choose]")) new Chooser(field);
