// Problems of the editor: what the list of problems says of a field stands at the field as well, after every save.
// A link of the list opens the card its field is in.
const form = document.querySelector("form[data-answer]");
const MOULD = document.createElement("li");

function place() {
  const wrong = new Map(); // id of a field → its problems
  for (const item of document.querySelectorAll("#problems [data-field]")) {
    wrong.set(item.dataset.field, [...(wrong.get(item.dataset.field) ?? []), item]);
  }
  for (const slot of form.querySelectorAll(".editor-flaws")) {
    const id = slot.id.replace(/-flaws$/, "");
    const items = wrong.get(id) ?? [];
    if (!items.length && !slot.children.length) continue;
    const lines = items.map((item) => {
      const line = MOULD.cloneNode();
      line.className = `editor-flaw editor-flaw--${item.dataset.level}`;
      line.textContent = item.querySelector("[data-message]").textContent;
      return line;
    });
    slot.replaceChildren(...lines);
    const field = document.getElementById(id);
    if (items.some((item) => item.dataset.level === "error")) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

function open(id) {
  const target = document.getElementById(id);
  if (!target) return null;
  for (let each = target; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
  return target;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("#problems a[href^='#']");
  if (!link) return;
  event.preventDefault();
  const target = open(decodeURIComponent(link.hash.slice(1)));
  target?.scrollIntoView({ block: "center" });
  target?.focus({ preventScroll: true });
});

if (form) form.addEventListener("answer:state", place);

const named = decodeURIComponent(location.hash.slice(1));
const target = named && open(named);
if (target) target.scrollIntoView({ block: "center" });
