// Appearance chosen by the reader: "light", "dark" or, with nothing stored, that of the device.
// Loaded with async from the head, so that the attribute is set before the stylesheets have arrived and nothing flashes.

const KEY = "appearance";
const THEMES = ["light", "dark"];

/** The stored choice, or "system"; storage can be forbidden by the browser. */
function stored() {
  try {
    const value = localStorage.getItem(KEY);
    return THEMES.includes(value) ? value : "system";
  } catch {
    return "system";
  }
}

function remember(value) {
  try {
    if (value === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, value);
  } catch {
    // The choice then holds for this page only.
  }
}

function apply(value) {
  if (value === "system") delete document.documentElement.dataset.kernTheme;
  else document.documentElement.dataset.kernTheme = value;
}

function connect() {
  const field = document.querySelector("[data-theme-switch]");
  if (!field) return;
  const show = (value) => {
    field.querySelector(`input[value="${value}"]`).checked = true;
  };
  show(stored());
  field.hidden = false;
  field.addEventListener("change", (event) => {
    remember(event.target.value);
    apply(event.target.value);
  });
  // Another tab of this site changed it.
  addEventListener("storage", (event) => {
    if (event.key !== KEY) return;
    apply(stored());
    show(stored());
  });
}

apply(stored());
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", connect);
else connect();
