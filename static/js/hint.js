// Hint: where somebody else changed a text this person is in ("answer:held"), says so quietly under the field
// and shows theirs when asked to. A field that was not touched takes it when it is left.
const form = document.querySelector("form[data-answer]");
const mould = document.querySelector("[data-live-hint]");
const hints = new Map(); // path → { box, was: the field's text when it was held }
let authors = {};

const fieldOf = (path) => [...form.elements].find((each) => each.name === path && each.type !== "hidden");
const stored = () => JSON.parse(document.getElementById("revision").dataset.state);

function drop(path) {
  hints.get(path)?.box.remove();
  hints.delete(path);
}

function adopt(path) {
  drop(path);
  form.dispatchEvent(new CustomEvent("answer:adopt", { detail: { path, state: stored() } }));
}

function show(path) {
  const { box, was } = hints.get(path);
  if (fieldOf(path).value === was) return adopt(path);
  const text = box.querySelector(".live-hint__text");
  text.textContent = stored()[path] ?? "–";
  text.hidden = false;
}

function held(path) {
  const field = fieldOf(path);
  if (!field || field.type === "checkbox") return; // the box itself shows what will be saved
  const was = hints.get(path)?.was ?? field.value;
  drop(path);
  const box = mould.content.cloneNode(true).firstElementChild;
  const words = box.querySelector("[data-by]");
  words.textContent = words.dataset.by.replace("{name}", authors[path] ?? words.dataset.somebody);
  box.querySelector("button").addEventListener("click", () => show(path));
  (field.closest("label") ?? field).after(box);
  hints.set(path, { box, was });
}

if (form && mould) {
  form.addEventListener("answer:news", ({ detail }) => (authors = detail.authors), true);
  form.addEventListener("answer:held", ({ detail }) => held(detail.path));
  form.addEventListener("answer:state", ({ detail }) => {
    const isClash = (path) => form.querySelector(`[data-clash="${CSS.escape(path)}"]`); // which shows both
    for (const path of [...hints.keys()]) if (!detail.busy.has(path) || isClash(path)) drop(path);
  });
  form.addEventListener("focusout", ({ target, relatedTarget }) => {
    const hint = hints.get(target.name);
    if (hint && !hint.box.contains(relatedTarget) && target.value === hint.was) adopt(target.name);
  });
}
