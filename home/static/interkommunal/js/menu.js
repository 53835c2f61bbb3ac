// Comfort for the <details> menus, which work without it: Escape closes and gives the focus back, a click or a focus
// elsewhere closes the ones that lie over the page.

for (const menu of document.querySelectorAll("details[data-menu]")) {
  const summary = menu.querySelector("summary");

  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    summary.focus();
  });

  if (!menu.classList.contains("account")) continue;

  const closeUnlessInside = (target) => {
    if (menu.open && !menu.contains(target)) menu.open = false;
  };
  document.addEventListener("click", (event) => closeUnlessInside(event.target));
  document.addEventListener("focusin", (event) => closeUnlessInside(event.target));
}

// Wide windows show folded panels opened by CSS; browsers without ::details-content need the attribute.
if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 62rem)").matches) {
  for (const panel of document.querySelectorAll("details[data-open-wide]")) panel.open = true;
}
