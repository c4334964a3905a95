// Rules: keeps the rule builder (#rule-book) checked while a person types and saved soon after; the server looks at
// the rules as typed and sends the parts of the page that follow. Buttons bring the whole builder anew.
const [CHECK, SAVE] = [200, 1000]; // milliseconds after the last key
const book = () => document.getElementById("rule-book");
const form = () => document.getElementById("rules-form");
const rows = () => [...book().querySelectorAll(".rule-rows > .rule")];
const timers = { check: 0, save: 0 };
let [field, asked, saving, isDirty] = [null, null, null, false]; // the condition written in last, the check on its way

const send = (values, options = {}) => fetch(form().action, { method: "POST", body: new URLSearchParams(values), redirect: "manual", headers: { "HX-Request": "true" }, ...options });

function say(state) {
  document.getElementById("rules-state").textContent = state ? document.getElementById("rules-state").dataset[state] : "";
}

function take(html) {
  window.htmx.swap(document.body, html, { swapStyle: "none" });
  for (const row of rows()) {
    const condition = row.querySelector(".rule__condition");
    if (row.querySelector(".rule-fault")) condition.setAttribute("aria-invalid", "true");
    else condition.removeAttribute("aria-invalid");
  }
}

async function check() {
  clearTimeout(timers.check);
  asked?.abort();
  asked = new AbortController();
  const values = new FormData(form());
  values.set("do", "check");
  try {
    const answer = await send(values, { signal: asked.signal });
    if (answer.ok) take(await answer.text());
  } catch {
    // a newer check is on its way, or there is no network: saving says so
  }
}

// After a save the rows stand in the draft where they stand here.
function settle(sent, isDefault) {
  sent.forEach((row, place) => (row.querySelector("[name=place]").value = place));
  form().elements["otherwise-place"].value = isDefault ? sent.length : "";
}

async function store() {
  const [sent, values] = [rows(), new FormData(form())];
  values.set("do", "save");
  if (!document.getElementById("problems")) values.set("alone", "1"); // no editor around it
  isDirty = false;
  say("saving");
  try {
    const answer = await send(values);
    if (answer.status === 200) {
      const html = await answer.text();
      settle(sent, values.get("otherwise") !== "");
      if (!isDirty) take(html);
      else document.getElementById("rules-revision").value = /id="rules-revision"[^>]*value="(\d+)"/.exec(html)?.[1] ?? values.get("base_revision");
      say(isDirty ? "saving" : "saved");
    } else if (answer.status === 409 || answer.status === 422) {
      put(await answer.text());
      say("unsaved");
    } else throw new Error(answer.status);
  } catch {
    isDirty = true;
    say("unsaved");
    timers.save = setTimeout(save, 5000);
  }
}

function save() {
  clearTimeout(timers.save);
  saving = (saving ?? Promise.resolve()).then(store);
  return saving;
}

function later() {
  isDirty = true;
  say("");
  clearTimeout(timers.check);
  clearTimeout(timers.save);
  timers.check = setTimeout(check, CHECK);
  timers.save = setTimeout(save, SAVE);
}

function ready() {
  for (const each of book().querySelectorAll("[data-script]")) each.hidden = each.disabled = false;
  for (const each of book().querySelectorAll("[data-noscript]")) each.hidden = true;
  field = null;
}

function put(html) {
  window.htmx.swap(book(), html, { swapStyle: "outerHTML" });
  ready();
}

async function press(button) {
  for (const name of ["check", "save"]) clearTimeout(timers[name]);
  await saving;
  const values = new FormData(form(), button);
  const [what, number] = button.value.split(" ");
  const answer = await send(values).catch(() => null);
  if (!answer || (!answer.ok && answer.status !== 422)) return say("unsaved");
  put(await answer.text());
  const step = { up: -1, down: 1 }[what];
  const same = step && form().querySelector(`button[value="${what} ${Number(number) + step}"]`);
  const target = same?.disabled ? same.parentElement.querySelector("button:not(:disabled)") : same;
  (target ?? document.getElementById(button.dataset.focus ?? "") ?? form().querySelector("button[value=add]")).focus();
  if (what !== "add" && answer.ok) save();
}

// Ids, names and words that carry the number of a row, after rows were put in another order.
function renumber() {
  rows().forEach((row, index, all) => {
    const n = index + 1;
    const put = (text) => text.replace(/\d+/, n);
    row.dataset.item = row.dataset.item.replace(/\d+$/, index);
    for (const each of row.querySelectorAll("[id], [for], [aria-describedby]")) {
      for (const name of ["id", "for", "aria-describedby"]) if (each.hasAttribute(name)) each.setAttribute(name, put(each.getAttribute(name)));
    }
    for (const each of row.querySelectorAll("[data-numbered]")) each.name = put(each.name);
    for (const each of row.querySelectorAll("button[name=do]")) each.value = put(each.value);
    for (const each of row.querySelectorAll("[data-focus]")) each.dataset.focus = put(each.dataset.focus);
    for (const each of row.querySelectorAll("[data-number], .rule__bar .visually-hidden")) each.textContent = put(each.textContent);
    row.dataset.name = put(row.dataset.name);
    row.querySelector("[data-step='-1']").disabled = !index;
    row.querySelector("[data-step='1']").disabled = n === all.length;
  });
}

function insert(text) {
  const into = field?.isConnected ? field : book().querySelector(".rule__condition");
  if (!into) return;
  const before = into.value.slice(0, into.selectionStart).trimEnd();
  const after = into.value.slice(into.selectionEnd).trimStart();
  const isTerm = /[\w!(]/.test(text[0]);
  const joint = isTerm && /[\w.)-]$/.test(before) ? " && " : /[!(]$/.test(before) || !before || text === ")" ? "" : " ";
  const head = before + joint + text;
  into.value = head + (after && !/[!(]$/.test(text) && after[0] !== ")" ? " " : "") + after;
  into.focus();
  into.setSelectionRange(head.length, head.length);
  later();
}

async function reload() {
  if (isDirty || !book() || book().contains(document.activeElement)) return;
  await saving;
  const answer = await fetch(form().action, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (answer?.ok && !isDirty) put(await answer.text());
}

if (book()) {
  document.addEventListener("input", ({ target }) => target.matches(".rule__condition") && target.form === form() && later());
  document.addEventListener("change", ({ target }) => {
    if (target.form !== form()) return;
    if (target.matches("[name=risk], [name=otherwise]")) later();
    if (target.name !== "tick") return;
    const others = form().querySelectorAll(`[name=tick]${"none" in target.dataset ? ":not([data-none])" : "[data-none]"}`);
    if (target.checked) for (const each of others) each.checked = false;
    check();
  });
  document.addEventListener("focusin", ({ target }) => target.matches(".rule__condition") && (field = target));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (button) insert(button.dataset.insert);
    if (!event.target.closest("[data-take]")) return;
    event.preventDefault();
    isDirty = false;
    form().querySelector("[data-take]").blur();
    reload();
  });
  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    event.preventDefault();
    const button = event.submitter;
    if ("over" in (button?.dataset ?? {})) document.getElementById("rules-revision").value = button.dataset.over;
    if (!button || button.value === "check") check();
    else if (button.value === "save") save();
    else press(button);
  });
  document.addEventListener("order:drop", (event) => {
    if (!book().contains(event.target)) return;
    event.preventDefault(); // rows are stored with the rest of the builder
    renumber();
    check();
    save();
  });
  addEventListener("pagehide", () => {
    if (!isDirty) return;
    const values = new FormData(form());
    values.set("do", "save");
    send(values, { keepalive: true }).catch(() => null);
  });
  document.querySelector("form[data-answer]")?.addEventListener("answer:settled", reload);
  document.addEventListener("order:saved", reload);
  ready();
}
