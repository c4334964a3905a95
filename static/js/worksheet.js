// Worksheet: forms and links with data-sheet change the sheet in place. The server answers with its body; what is
// being typed in other forms stays, opened rows stay open, and focus and scroll stay where the person was. Whatever
// goes wrong in a way this does not know is left to the browser. Without the script each of them is a page of its own.
const said = document.getElementById("sheet-said");
const [OK, CONFLICT, UNPROCESSABLE] = [200, 409, 422];
const MARKED = 4000; // milliseconds
const QUIET = ["hidden", "submit", "button", "fieldset"];
const sheet = () => document.getElementById("sheet");
const opened = () => [...sheet().querySelectorAll("form[data-open]")].map((form) => form.dataset.open);
let [isBusy, isLeaving] = [false, false];

const fields = (form) => [...form.elements].filter((each) => each.name && !QUIET.includes(each.type) && !each.disabled);
const valueOf = (each) => (each.type === "checkbox" ? each.checked : each.value);
// What the form began with, which it carries along ("initial-…"): after a refusal a field begins with what was typed.
const firstValue = (each) => {
  const first = each.form.elements.namedItem(`initial-${each.name}`)?.value;
  if (each.type === "checkbox") return first === undefined ? each.defaultChecked : first === "True";
  if (first !== undefined) return first.replaceAll("\r\n", "\n");
  return each.tagName === "SELECT" ? (each.querySelector("[selected]")?.value ?? each.options[0]?.value ?? "") : each.defaultValue;
};
const isDirty = (form) => fields(form).some((each) => valueOf(each) !== firstValue(each));
const twinIn = (fresh, each) => each.id && fresh.querySelector(`#${CSS.escape(each.id)}`);

// The address with every row that is to stay open.
function addressOf(address, closing) {
  const url = new URL(address, location.href);
  const there = url.searchParams.getAll("row");
  for (const row of opened()) if (row !== closing && !there.includes(row)) url.searchParams.append("row", row);
  url.hash = "";
  return url;
}

function focusOn(id) {
  const place = document.getElementById(id);
  if (!place) return;
  const field = place.tagName === "FORM" ? fields(place)[0] : place;
  field?.focus({ preventScroll: true });
  if (field?.getClientRects().length) field.scrollIntoView({ block: "nearest" });
}

// Puts the new body in the place of the old one; forms somebody types in, but for the one that was sent, move over.
function show(html, sent, status, focus) {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("sheet");
  if (!fresh) return false;
  const old = sheet();
  for (const details of old.querySelectorAll("details[id][open]:not([data-menu])")) {
    const again = twinIn(fresh, details);
    if (again && !(status === OK && details.contains(sent) && details.id === "settings")) again.open = true;
  }
  for (const form of old.querySelectorAll("form[data-sheet]")) {
    const again = form !== sent && isDirty(form) && twinIn(fresh, form);
    if (again) again.replaceWith(form);
  }
  const { scrollX, scrollY } = window;
  old.replaceWith(document.adoptNode(fresh));
  window.scrollTo(scrollX, scrollY);
  window.htmx?.process(fresh);
  document.dispatchEvent(new CustomEvent("sheet:shown"));
  said.textContent = fresh.dataset.said;
  const wrong = fresh.querySelector("[data-autofocus]");
  if (status !== OK && wrong) {
    wrong.focus({ preventScroll: true });
    wrong.scrollIntoView({ block: "nearest" });
  } else focusOn(focus || fresh.dataset.focus);
  return true;
}

// Shows what others changed, unless this person is in the middle of something that could be lost. True once shown.
export async function renew() {
  if (isBusy || sheet().querySelector("[data-menu][open]")) return false;
  const answer = await fetch(addressOf(location.href), { redirect: "manual", headers: { "HX-Request": "true" }, cache: "no-store" });
  if (answer.status !== OK || isBusy) return answer.status !== OK;
  const html = await answer.text();
  const old = sheet();
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("sheet");
  if (fresh.dataset.revision === old.dataset.revision) return (old.dataset.workload = fresh.dataset.workload), true;
  if ([...old.querySelectorAll("form[data-sheet]")].some((form) => isDirty(form) && !twinIn(fresh, form))) return true;
  const { id, selectionStart, selectionEnd } = document.activeElement;
  const before = new Map([...old.querySelectorAll("tr[id]")].map((row) => [row.id, row.textContent]));
  show(html, null, OK, id || " ");
  if (selectionStart !== undefined && selectionStart !== null) document.activeElement.setSelectionRange?.(selectionStart, selectionEnd);
  for (const row of sheet().querySelectorAll("tr[id]")) {
    if (before.get(row.id) === row.textContent || row.querySelector("form")) continue;
    row.toggleAttribute("data-live-changed", true);
    setTimeout(() => row.removeAttribute("data-live-changed"), MARKED);
  }
  said.textContent = sheet().dataset.news;
  return true;
}

function fail() {
  const words = sheet().dataset.failed;
  said.textContent = "";
  said.textContent = words;
  window.alert(words);
}

async function send(url, options, { sent = null, focus = "", otherwise }) {
  if (isBusy) return;
  isBusy = true;
  sheet().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { ...options, redirect: "manual", headers: { "HX-Request": "true" } });
    const isOurs = [OK, CONFLICT, UNPROCESSABLE].includes(answer.status);
    if (!isOurs || !show(await answer.text(), sent, answer.status, focus)) otherwise();
  } catch {
    fail();
  }
  isBusy = false;
  sheet()?.removeAttribute("aria-busy");
}

const dataOf = (form, submitter) => {
  const data = new FormData(form);
  if (submitter?.name) data.append(submitter.name, submitter.value);
  return data;
};

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const isMove = form.id === "sheet-move";
  if (event.defaultPrevented || (!isMove && !form.hasAttribute("data-sheet"))) return;
  event.preventDefault();
  const data = dataOf(form, submitter);
  if (submitter?.dataset.way) data.append("way", submitter.dataset.way);
  const address = addressOf(isMove ? submitter.formAction : form.action, form.dataset.open);
  // What the server refuses for reasons of its own (signed out, gone) it says on a page of its own.
  const otherwise = () => ((isLeaving = true), isMove ? location.reload() : form.submit());
  send(address, { method: "POST", body: data }, { sent: form, otherwise });
});

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  const link = event.target.closest("#sheet a[data-sheet], #sheet a[data-sheet-delete]");
  if (!link) return void openAt(event);
  event.preventDefault();
  const otherwise = () => location.assign(link.href);
  if ("sheetDelete" in link.dataset) {
    if (!window.confirm(link.dataset.sheetDelete)) return;
    const data = dataOf(document.getElementById("sheet-move"));
    send(addressOf(link.href), { method: "POST", body: data }, { otherwise });
  } else {
    const sent = link.dataset.close ? link.closest("form") : null;
    send(addressOf(link.href, link.dataset.close), {}, { sent, focus: link.dataset.focus, otherwise });
  }
});

// A click on a cell opens its row at that column.
function openAt({ target }) {
  const cell = target.closest?.("#sheet [data-row] > [data-column]");
  if (!cell || target.closest("a, button, input, summary") || !document.getSelection().isCollapsed) return;
  const { row } = cell.parentElement.dataset;
  const link = document.getElementById(`edit-${row}`);
  const focus = `row-${row}-${cell.dataset.column}`;
  send(addressOf(link.href), {}, { focus, otherwise: () => location.assign(link.href) });
}

// Who opens the form of a new row goes on in it.
document.addEventListener(
  "toggle",
  ({ target }) => {
    const form = target.open && target.firstElementChild === document.activeElement && target.querySelector("form[data-sheet]");
    if (form) fields(form)[0]?.focus();
  },
  true,
);

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("#sheet form[data-sheet]");
  if (!form || event.isComposing) return;
  if (event.key === "Escape") form.querySelector("a[data-close]")?.click();
  else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});

addEventListener("beforeunload", (event) => {
  if (!isLeaving && [...document.querySelectorAll("#sheet form[data-sheet]")].some(isDirty)) event.preventDefault();
});
