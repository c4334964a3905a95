// Document: a text area with code ([data-document]). Tab is two blanks after the first key press in it (Escape, then
// Tab leaves it, as everywhere); where the cursor stands is said below.
const area = document.querySelector("textarea[data-document]");
const place = document.querySelector("[data-document-place]");
let isLeaving = true;

function tell() {
  const before = area.value.slice(0, area.selectionStart).split("\n");
  place.textContent = place.dataset.words.replace("{line}", before.length).replace("{column}", before.at(-1).length + 1);
  place.hidden = false;
}

area.addEventListener("keydown", (event) => {
  if (event.key === "Escape") isLeaving = true;
  else if (event.key === "Tab" && !isLeaving && !event.shiftKey) {
    event.preventDefault();
    document.execCommand("insertText", false, "  ");
  } else if (event.key.length === 1) isLeaving = false;
});
area.addEventListener("blur", () => (isLeaving = true));
document.addEventListener("selectionchange", () => document.activeElement === area && tell());
