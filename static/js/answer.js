// Answer: turns what happens in form[data-answer] into changes of paths (field names are paths),
// and shows what the server says is stored. Sends "answer:change", hears "answer:state". When something new
// came ("answer:arrived"), says which fields keep what this person has in them ("answer:held").
const form = document.querySelector("form[data-answer]");
const timers = new Map(); // path → timer of a text that is still being typed
const PAUSE = 700;

const named = (path) => [...form.elements].filter((each) => each.name === path && each.type !== "hidden");
const defaults = (path) => (path.endsWith(".status") ? "unselected" : path.endsWith("reason") ? "none" : "");

const said = (state, path) => String(state[path] ?? (path === "is_applicable" ? "true" : defaults(path)));

function shown(path) {
  const controls = named(path);
  if (controls[0]?.type !== "checkbox") return controls[0]?.value;
  return valueOf(controls.find((each) => each.checked) ?? controls[0]);
}

// Fields in which this person has something of their own, or is about to.
function compare({ before, now, hold }) {
  for (const path of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const [mine, old, theirs] = [shown(path), said(before, path), said(now, path)];
    if (mine === undefined || old === theirs || mine === theirs) continue;
    const isTyping = document.activeElement.matches("textarea") && document.activeElement.name === path;
    if (mine === old && !isTyping) continue;
    hold(path);
    form.dispatchEvent(new CustomEvent("answer:held", { detail: { path } }));
  }
}

function emit(path, value) {
  form.dispatchEvent(new CustomEvent("answer:change", { detail: { path, value } }));
}

function valueOf(control) {
  if (control.type !== "checkbox") return control.value;
  if (control.name === "is_applicable") return String(!control.checked);
  return control.checked ? control.value : "unselected";
}

function put(control, value) {
  if (control.type !== "checkbox") control.value = value;
  else control.checked = control.value === value;
}

function decorate() {
  for (const choice of form.querySelectorAll(".choice")) {
    const isAside = Boolean(choice.querySelector("[data-aside-box]")?.checked);
    choice.toggleAttribute("data-set-aside", isAside);
    choice.querySelector(".choice__input").disabled = false; // with the script a tick takes it back
  }
}

function unselect(boxes) {
  for (const box of boxes) {
    if (!box.checked) continue;
    box.checked = false;
    emit(box.name, "unselected");
  }
}

function changed(control) {
  clearTimeout(timers.get(control.name));
  timers.delete(control.name);
  if (control.checked && control.name.endsWith(".status")) {
    for (const twin of named(control.name)) if (twin !== control) twin.checked = false;
    const isNone = "none" in control.dataset;
    if (isNone) unselect(form.querySelectorAll(".choice__input:not([data-none])"));
    else if (control.value === "selected") unselect(form.querySelectorAll(".choice__input[data-none]"));
  }
  decorate();
  emit(control.name, valueOf(control));
}

const isPath = (name) => /^(choices\..+|notes|reason|is_applicable)$/.test(name);

if (form) {
  form.addEventListener("change", ({ target }) => isPath(target.name) && changed(target));
  form.addEventListener("input", ({ target }) => {
    if (target.tagName !== "TEXTAREA" || !isPath(target.name)) return;
    clearTimeout(timers.get(target.name));
    timers.set(target.name, setTimeout(() => changed(target), PAUSE));
  });
  form.addEventListener("answer:flush", () => {
    for (const path of [...timers.keys()]) named(path).forEach(changed);
  });
  form.addEventListener("answer:state", ({ detail }) => {
    for (const control of form.elements) {
      const path = control.name;
      if (!isPath(path) || control.type === "hidden" || detail.busy.has(path) || timers.has(path)) continue;
      put(control, said(detail.state, path));
    }
    decorate();
  });
  form.addEventListener("answer:arrived", ({ detail }) => compare(detail));
  form.addEventListener("answer:adopt", ({ detail }) => {
    for (const control of named(detail.path)) put(control, said(detail.state, detail.path));
  });
  decorate();
}
