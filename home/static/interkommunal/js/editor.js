// Forms of the forum: the text area becomes an editor when somebody goes into it, @ offers members, what was typed
// survives a closed window and a lost session, and a title shows what has been asked before. All of it works without this.

const texts = document.querySelector("[data-editor-texts]").dataset;
const KEEP_DAYS = 30;
const DELAY = 250; // milliseconds without a key before the server is asked

const escaped = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

/* --- The editor ------------------------------------------------------------------------------------------------- */

class FormattedText {
  constructor(box) {
    this.box = box;
    this.area = box.querySelector("textarea");
    this.html = box.querySelector("template").innerHTML.trim();
    this.area.addEventListener("focus", () => this.start(true), { once: true });
    if (this.html) this.start(false);
  }

  async start(focus) {
    if (this.started) return this.started;
    this.started = this.#replace(focus);
    return this.started;
  }

  async #replace(focus) {
    const typed = this.area.value;
    await import(this.box.dataset.trix);
    translate();
    const now = this.area.value;
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = this.area.name;
    input.id = `${this.area.id}-html`;
    input.value = this.html || plain(now || typed);
    const format = document.createElement("input");
    format.type = "hidden";
    format.name = `${this.area.name}-format`;
    format.value = "html";
    const editor = document.createElement("trix-editor");
    editor.setAttribute("input", input.id);
    editor.className = "trix-content";
    editor.setAttribute("role", "textbox");
    editor.setAttribute("aria-multiline", "true");
    const label = document.querySelector(`label[for="${this.area.id}"]`);
    if (label) editor.setAttribute("aria-label", label.textContent.trim());
    if (this.area.getAttribute("aria-describedby")) editor.setAttribute("aria-describedby", this.area.getAttribute("aria-describedby"));
    if (this.area.getAttribute("aria-invalid")) editor.setAttribute("aria-invalid", "true");
    const ready = new Promise((done) => editor.addEventListener("trix-initialize", done, { once: true }));
    editor.addEventListener("trix-file-accept", (event) => event.preventDefault());
    this.box.append(input, format);
    this.area.replaceWith(editor);
    await ready;
    editor.id = this.area.id;
    openToKeys(editor.toolbarElement, editor);
    // One goes on behind what stands there already, below a quote for instance.
    const goToEnd = () => editor.editor.setSelectedRange(editor.editor.getDocument().toString().length - 1);
    editor.addEventListener("trix-focus", goToEnd, { once: true });
    this.editor = editor;
    this.input = input;
    new Mentions(this);
    if (focus) editor.focus();
    this.box.dispatchEvent(new CustomEvent("editor-ready", { bubbles: true }));
  }

  get value() {
    return this.editor ? this.input.value : this.area.value && plain(this.area.value);
  }

  async restore(html) {
    this.html = html;
    await this.start(false);
    this.editor.editor.loadHTML(html);
  }
}

const plain = (text) => text.trim() && text.trim().split(/\n\s*\n/).map((part) => `<div>${escaped(part).replace(/\n/g, "<br>")}</div>`).join("<br>");

function translate() {
  Object.assign(window.Trix.config.lang, {
    bold: texts.bold, italic: texts.italic, strike: texts.strike, link: texts.link, unlink: texts.unlink, quote: texts.quote, code: texts.code,
    bullets: texts.bullets, numbers: texts.numbers, outdent: texts.outdent, indent: texts.indent, undo: texts.undo, redo: texts.redo,
    url: texts.address, urlPlaceholder: "https://…",
  });
  // Posts have no headings of their own, and files have a field of their own.
  const makeToolbar = window.Trix.config.toolbar.getDefaultHTML;
  window.Trix.config.toolbar.getDefaultHTML = () => {
    const toolbar = document.createElement("template");
    toolbar.innerHTML = makeToolbar();
    toolbar.content.querySelectorAll("[data-trix-attribute=heading1], .trix-button-group--file-tools").forEach((part) => part.remove());
    return toolbar.innerHTML;
  };
}

// Trix leaves its buttons to the mouse. One of them is reached by the tabulator, the others by arrow keys (toolbar pattern
// of the ARIA Authoring Practices); pressing one leads back into the text, where it works. In the text the tabulator leads
// on, as in every field; Trix would have it change lists and quotes. What was typed Trix takes in a frame later, and then has
// the focus and the formats of that moment back: it has to do so before one leaves or changes them by key.
function openToKeys(toolbar, editor) {
  editor.addEventListener("keydown", (event) => {
    if (event.key === "Tab") event.stopPropagation();
    if (event.key === "Tab" || event.ctrlKey || event.metaKey) editor.editorController.render();
  }, true);
  const row = toolbar.querySelector(".trix-button-row");
  row.setAttribute("role", "toolbar");
  row.setAttribute("aria-label", texts.toolbar);
  const buttons = () => [...row.querySelectorAll("button:not(:disabled)")];
  const reach = (chosen) => row.querySelectorAll("button").forEach((button) => (button.tabIndex = button === chosen ? 0 : -1));
  reach(buttons()[0]);
  row.addEventListener("focusin", (event) => reach(event.target));
  row.addEventListener("keydown", (event) => {
    const all = buttons();
    const here = all.indexOf(event.target);
    const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next !== undefined) all.at(next % all.length).focus();
    else if ((event.key === "Enter" || event.key === " ") && here >= 0) {
      editor.focus();
      event.target.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }));
    } else return;
    event.preventDefault();
  });
}

/* --- @mentions ---------------------------------------------------------------------------------------------------- */

class Mentions {
  #timer = 0;
  #active = 0;
  #found = [];

  constructor(field) {
    this.editor = field.editor;
    this.list = document.createElement("ul");
    this.list.className = "editor__members";
    this.list.id = `${field.editor.id}-mitglieder`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", texts.membersLabel);
    this.list.hidden = true;
    field.box.append(this.list);
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("li");
      if (option) this.#choose([...this.list.children].indexOf(option));
    });
    this.editor.addEventListener("trix-change", () => this.#schedule());
    this.editor.addEventListener("trix-blur", () => this.#close());
    this.editor.addEventListener("keydown", (event) => this.#onKey(event), true);
  }

  get #typed() {
    const [start, end] = this.editor.editor.getSelectedRange();
    if (start !== end) return null;
    return /(?:^|[\s(])@([\p{L}][\p{L}'’ -]{0,40})$/u.exec(this.editor.editor.getDocument().toString().slice(0, start))?.[1] ?? null;
  }

  #schedule() {
    clearTimeout(this.#timer);
    const typed = this.#typed;
    if (typed === null) return this.#close();
    this.#timer = setTimeout(() => this.#ask(typed), DELAY);
  }

  async #ask(typed) {
    const answer = await fetch(`${texts.members}?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || this.#typed !== typed) return;
    this.#found = (await answer.json()).members;
    this.#active = 0;
    this.list.replaceChildren(...this.#found.map((member, index) => {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${index}`;
      option.setAttribute("role", "option");
      const note = document.createElement("small");
      note.textContent = member.note;
      option.append(member.name, note);
      return option;
    }));
    this.list.hidden = this.#found.length === 0;
    this.#place();
    this.#mark();
  }

  // Below the line in which somebody writes.
  #place() {
    const [start] = this.editor.editor.getSelectedRange();
    const line = this.editor.editor.getClientRectAtPosition(Math.max(0, start - 1));
    if (line) this.list.style.top = `${line.bottom + 4 - this.list.parentElement.getBoundingClientRect().top}px`;
  }

  #mark() {
    [...this.list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === this.#active)));
    if (this.list.hidden) this.editor.removeAttribute("aria-activedescendant");
    else this.editor.setAttribute("aria-activedescendant", `${this.list.id}-${this.#active}`);
  }

  #onKey(event) {
    if (this.list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#active = (this.#active + step + this.#found.length) % this.#found.length;
    else if (event.key === "Enter" || event.key === "Tab") this.#choose(this.#active);
    else if (event.key === "Escape") this.#close();
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.#mark();
  }

  #choose(index) {
    const [end] = this.editor.editor.getSelectedRange();
    const typed = this.#typed;
    if (typed === null) return;
    this.editor.editor.setSelectedRange([end - typed.length - 1, end]);
    this.editor.editor.insertString(`${this.#found[index].insert} `);
    this.#close();
  }

  #close() {
    this.list.hidden = true;
    this.#mark();
  }
}

/* --- Drafts: kept in this browser until the post is online ---------------------------------------------------------- */

class Draft {
  #timer = 0;

  constructor(form, fields) {
    this.form = form;
    this.fields = fields;
    this.key = `entwurf:${texts.person}:${form.dataset.draft}`;
    this.began = Number(form.dataset.now);
    // When the text that is changed here was written: whoever saves a draft of an older one is asked first.
    this.seen = form.elements.seen?.value;
    this.given = fields.map((field) => field.html);
    const kept = read(this.key);
    const isAnswer = form.querySelector("[aria-invalid=true]") || document.querySelector(".error-summary");
    if (kept && isAnswer) localStorage.setItem(this.key, JSON.stringify({ ...kept, began: this.began, sent: false }));
    else if (kept && (this.seen || !this.given.some(Boolean))) this.#restore(kept);
    form.addEventListener("editor-ready", () => (this.untouched ??= this.isRestored ? null : this.#formatted().join()));
    form.addEventListener("input", () => this.#schedule());
    form.addEventListener("trix-change", () => this.#schedule());
    form.addEventListener("submit", () => this.#save(true));
  }

  #formatted() {
    return this.fields.map((field) => field.value);
  }

  #schedule() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), 400);
  }

  #save(sent = false) {
    clearTimeout(this.#timer);
    const values = {};
    for (const input of this.form.querySelectorAll("input:not([type=hidden]):not([type=file])[name], input[data-choose], select")) {
      if (input.type === "radio" || input.type === "checkbox") {
        if (input.checked) values[input.name] = input.value;
      } else values[input.name] = input.value;
    }
    const formatted = this.#formatted();
    const isUntouched = this.seen ? formatted.join() === this.untouched : !formatted.some(Boolean) && !values.title;
    if (isUntouched) return localStorage.removeItem(this.key);
    const seen = this.form.elements.seen?.value;
    localStorage.setItem(this.key, JSON.stringify({ values, formatted, seen, sent, began: this.began, saved: Date.now() }));
  }

  async #restore(kept) {
    for (const [name, value] of Object.entries(kept.values)) {
      for (const input of this.form.elements[name]?.length && !this.form.elements[name].options ? this.form.elements[name] : [this.form.elements[name]]) {
        if (!input) continue;
        if (input.type === "radio" || input.type === "checkbox") input.checked = input.value === value;
        else if (!input.value) {
          input.value = value;
          input.dispatchEvent(new Event("change"));
        }
      }
    }
    this.began = kept.began;
    this.isRestored = true;
    if (this.seen) this.form.elements.seen.value = kept.seen;
    this.form.prepend(this.#note());
    for (const [index, html] of kept.formatted.entries()) if (html) await this.fields[index]?.restore(html);
  }

  #note() {
    const note = document.createElement("p");
    note.className = "draft-note";
    note.setAttribute("role", "status");
    const discard = document.createElement("button");
    discard.type = "button";
    discard.textContent = texts.discard;
    discard.addEventListener("click", async () => {
      this.form.reset();
      if (this.seen) this.form.elements.seen.value = this.seen;
      for (const [index, field] of this.fields.entries()) await field.restore(this.given[index]);
      clearTimeout(this.#timer);
      localStorage.removeItem(this.key);
      note.remove();
    });
    note.append(`${texts.restored} `, discard);
    return note;
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

// What is online needs no draft any more: this page shows a post of one's own that is newer than the form it was typed
// into, or one that was changed since, and the change was sent from here.
function clean() {
  const latest = (selector) => Math.max(0, ...[...document.querySelectorAll(selector)].map((post) => Number(post.dataset.ownAt)));
  const here = document.querySelector("[data-draft]")?.dataset.draft;
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith("entwurf:")) continue;
    const kept = read(key);
    const name = key.split(":")[2];
    const isOld = !kept || Date.now() - kept.saved > KEEP_DAYS * 86_400_000;
    const change = kept?.sent && document.querySelector(`[data-change="${CSS.escape(name)}"]`)?.dataset.changedAt;
    const online = { neu: latest("[data-own-at][data-opening]"), [here]: latest("[data-own-at]") }[name] ?? Number(change || 0);
    if (isOld || (here !== "neu" && online >= kept.began)) localStorage.removeItem(key);
  }
}

/* --- What has been asked before -------------------------------------------------------------------------------------- */

function showSimilar(input) {
  const url = input.form.dataset.similarUrl;
  if (!url) return;
  const box = document.createElement("div");
  box.setAttribute("aria-live", "polite");
  input.closest(".field__control").append(box);
  let timer = 0;
  const ask = async () => {
    const title = input.value.trim();
    if (title.length < 6) return box.replaceChildren();
    const answer = await fetch(`${url}?q=${encodeURIComponent(title)}`).catch(() => null);
    if (answer?.ok && input.value.trim() === title) box.innerHTML = await answer.text();
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, DELAY);
  });
  if (input.value) ask();
}

clean();
const fieldsOf = (form) => [...form.querySelectorAll("[data-formatted]")].map((box) => new FormattedText(box));
for (const form of document.querySelectorAll("form")) {
  const fields = fieldsOf(form);
  if (fields.length && form.dataset.draft) new Draft(form, fields);
}
document.querySelectorAll("[data-similar]").forEach(showSimilar);
