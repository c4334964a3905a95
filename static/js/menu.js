// Menus (details[data-menu]): one open at a time; Escape or a click elsewhere closes, arrows move.
const opened = () => document.querySelector("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const menu = opened();
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const items = [...menu.querySelectorAll(".menu__item")];
    const step = event.key === "ArrowDown" ? 1 : -1;
    const here = items.indexOf(document.activeElement);
    const next = here < 0 && step < 0 ? items.length - 1 : here + step;
    items[(next + items.length) % items.length]?.focus();
    event.preventDefault();
  }
});
