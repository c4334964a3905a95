// Theme: auto, light or dark. Kept in a cookie, so that the server draws the next page right at once.
const root = document.documentElement;

function show(value) {
  root.dataset.theme = value;
  for (const button of document.querySelectorAll("[data-theme-value]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeValue === value));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-value]");
  if (!button) return;
  const value = button.dataset.themeValue;
  document.cookie = `theme=${value}; path=/; max-age=31536000; samesite=lax`;
  show(value);
});

for (const group of document.querySelectorAll("[data-theme-switch]")) group.hidden = false;
show(root.dataset.theme || "auto");
