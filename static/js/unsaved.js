// Unsaved: form[data-warn-unsaved] asks before a page with unsaved texts is left.
for (const form of document.querySelectorAll("form[data-warn-unsaved]")) {
  let isChanged = Boolean(form.querySelector("[data-clash], [aria-invalid]"));
  form.addEventListener("input", () => (isChanged = true));
  form.addEventListener("submit", () => (isChanged = false));
  addEventListener("beforeunload", (event) => isChanged && event.preventDefault());
}
