// Messages: can be dismissed; the summary of form errors takes the focus when a page arrives with one.
function prepare(root) {
  for (const button of root.querySelectorAll("[data-message-close]")) button.hidden = false;
  root.querySelector("[data-autofocus]")?.focus();
}

document.addEventListener("click", (event) => {
  event.target.closest("[data-message-close]")?.closest("[data-message]").remove();
});
document.addEventListener("htmx:load", (event) => prepare(event.target));
prepare(document);
