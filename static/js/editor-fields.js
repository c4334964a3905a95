// Fields of the editor: a text that was typed becomes a change of its field ("answer:change", which save.js sends
// after a pause and when the field is left), and what the server says is stored is shown ("answer:state"). A field
// with something of this person's own keeps it ("answer:held"). Titles repeat what stands in their field.
const form = document.querySelector("form[data-answer]");
const timers = new Map(); // name → timer of a text that is still being typed
const sent = new Map(); // name → what was last handed on or shown
const PAUSE = 600;

const fields = () => [...form.elements].filter((each) => "text" in each.dataset);
const fieldOf = (name) => fields().find((each) => each.name === name);
const said = (state, name) => state[name] ?? "";

function mirror(name, value) {
  for (const each of document.querySelectorAll(`[data-mirror="${CSS.escape(name)}"]`)) each.textContent = value || "…";
}

function changed(field) {
  clearTimeout(timers.get(field.name));
  timers.delete(field.name);
  if (sent.get(field.name) === field.value) return;
  sent.set(field.name, field.value);
  form.dispatchEvent(new CustomEvent("answer:change", { detail: { path: field.name, value: field.value } }));
}

function put(field, value) {
  if (field.value !== value) field.value = value;
  sent.set(field.name, field.value);
  mirror(field.name, field.value);
}

function compare({ before, now, hold }) {
  for (const field of fields()) {
    const [mine, old, theirs] = [field.value, said(before, field.name), said(now, field.name)];
    if (old === theirs || mine === theirs) continue;
    if (mine === old && document.activeElement !== field) continue;
    hold(field.name);
    form.dispatchEvent(new CustomEvent("answer:held", { detail: { path: field.name } }));
  }
}

if (form) {
  for (const field of fields()) sent.set(field.name, field.value);
  form.addEventListener("input", ({ target }) => {
    if (!("text" in target.dataset)) return;
    mirror(target.name, target.value);
    clearTimeout(timers.get(target.name));
    timers.set(target.name, setTimeout(() => changed(target), PAUSE));
  });
  form.addEventListener("change", ({ target, isTrusted }) => {
    if (!("text" in target.dataset)) return;
    if (!isTrusted) sent.delete(target.name); // decided for this text, though it was sent before
    changed(target);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && "line" in event.target.dataset) event.preventDefault(); // a title is one line
  });
  form.addEventListener("answer:flush", () => {
    for (const name of [...timers.keys()]) changed(fieldOf(name));
  });
  form.addEventListener("answer:state", ({ detail }) => {
    for (const field of fields()) {
      if (!detail.busy.has(field.name) && !timers.has(field.name)) put(field, said(detail.state, field.name));
    }
  });
  form.addEventListener("answer:arrived", ({ detail }) => compare(detail));
  form.addEventListener("answer:adopt", ({ detail }) => {
    const field = fieldOf(detail.path);
    if (field) put(field, said(detail.state, detail.path));
  });
}
