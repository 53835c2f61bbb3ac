// Suggestions below a search box, after the combobox pattern of the ARIA Authoring Practices (list autocomplete, manual
// selection). The form works without it; Enter with nothing chosen sends the form as ever.

const DELAY = 180; // milliseconds without a key before the server is asked
const SHORTEST = 2; // characters

class Suggest {
  #input;
  #list;
  #status;
  #active = -1;
  #timer = 0;
  #request = null;
  #asked = "";

  constructor(input) {
    this.#input = input;
    this.#list = this.#makeList();
    this.#status = this.#makeStatus();
    input.closest(".search").append(this.#list, this.#status);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.#list.id);
    input.addEventListener("input", () => this.#schedule());
    input.addEventListener("keydown", (event) => this.#onKey(event));
    input.addEventListener("focus", () => this.#options.length && this.#input.value.trim() === this.#asked && this.#open());
    input.closest(".search").addEventListener("focusout", (event) => {
      if (!event.currentTarget.contains(event.relatedTarget)) this.#close();
    });
  }

  get #options() {
    return [...this.#list.querySelectorAll("[role=option]")];
  }

  #makeList() {
    const list = document.createElement("div");
    list.id = `${this.#input.id}-vorschlaege`;
    list.className = "search__list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.#input.dataset.suggestLabel);
    list.hidden = true;
    // Keeps the focus in the input, so that a click reaches the link before the list closes.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    return list;
  }

  #makeStatus() {
    const status = document.createElement("div");
    status.className = "kern-sr-only";
    status.setAttribute("role", "status");
    return status;
  }

  #schedule() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    if (this.#input.value.trim().length < SHORTEST) {
      this.#close();
      return;
    }
    this.#timer = setTimeout(() => this.#ask(this.#input.value.trim()), DELAY);
  }

  async #ask(query) {
    const request = new AbortController();
    this.#request = request;
    const address = new URL(this.#input.dataset.suggestUrl, location.href);
    address.searchParams.set("q", query);
    try {
      const response = await fetch(address, { signal: request.signal, headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(`suggestions: ${response.status}`);
      const { groups } = await response.json();
      if (request.signal.aborted) return;
      this.#asked = query;
      this.#show(groups.filter((group) => group.items.length));
    } catch {
      // Suggestions are a comfort: without them the form is as good as before.
      if (!request.signal.aborted) this.#close();
    }
  }

  #show(groups) {
    this.#list.replaceChildren(...groups.map((group, number) => this.#makeGroup(group, number)));
    this.#options.forEach((option, number) => (option.id = `${this.#list.id}-${number}`));
    this.#activate(-1);
    const count = this.#options.length;
    const { suggestNone, suggestOne, suggestMany } = this.#input.dataset;
    this.#status.textContent = count === 0 ? suggestNone : count === 1 ? suggestOne : suggestMany.replace("{n}", count);
    if (count && this.#input.matches(":focus")) this.#open();
    else this.#hide();
  }

  #makeGroup({ label, items }, number) {
    const group = document.createElement("div");
    group.className = "search__group";
    group.setAttribute("role", "group");
    const heading = document.createElement("div");
    heading.className = "search__group-label";
    heading.id = `${this.#list.id}-gruppe-${number}`;
    heading.setAttribute("role", "presentation");
    heading.textContent = label;
    group.setAttribute("aria-labelledby", heading.id);
    group.append(heading, ...items.map((item) => this.#makeOption(item)));
    return group;
  }

  #makeOption({ title, url, note }) {
    const option = document.createElement("a");
    option.className = "search__option";
    option.href = url;
    option.tabIndex = -1;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = title;
    if (note) {
      const small = document.createElement("span");
      small.className = "search__note";
      small.textContent = note;
      option.append(small);
    }
    return option;
  }

  #onKey(event) {
    if (event.isComposing) return;
    const last = this.#options.length - 1;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp": {
        if (last < 0) return;
        event.preventDefault();
        if (this.#list.hidden) this.#open();
        const step = event.key === "ArrowDown" ? 1 : -1;
        // One place before the first option stands for the input itself.
        let next = this.#active + step;
        if (next > last) next = -1;
        if (next < -1) next = last;
        this.#activate(next);
        break;
      }
      case "Enter":
        if (this.#active >= 0 && !this.#list.hidden) {
          event.preventDefault();
          this.#options[this.#active].click();
        }
        break;
      case "Escape":
        // The first Escape closes the list, the second empties the field as browsers do in search boxes.
        if (!this.#list.hidden) {
          event.preventDefault();
          this.#close();
        }
        break;
    }
  }

  #activate(number) {
    this.#active = number;
    this.#options.forEach((option, index) => {
      const chosen = index === number;
      option.setAttribute("aria-selected", String(chosen));
      if (chosen) option.scrollIntoView({ block: "nearest" });
    });
    if (number < 0) this.#input.removeAttribute("aria-activedescendant");
    else this.#input.setAttribute("aria-activedescendant", this.#options[number].id);
  }

  #open() {
    this.#list.hidden = false;
    this.#input.setAttribute("aria-expanded", "true");
  }

  #hide() {
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
  }

  #close() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#activate(-1);
    this.#hide();
    this.#status.textContent = "";
  }
}

for (const input of document.querySelectorAll("input[data-suggest-url]")) new Suggest(input);
// Other scripts make search boxes as well, see choose.js.
document.addEventListener("search-box-made", (event) => new Suggest(event.target));
