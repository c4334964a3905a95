// Save: sends changes of the answer ("answer:change") one after the other; what could not be sent waits
// in this tab, also over a reload. Tells "answer:state" (what is stored) and "answer:settled" (all is).
const form = document.querySelector("form[data-answer]");
const light = document.querySelector("[data-save-state]");
const key = `answer:${form?.dataset.changes}`;
const field = () => document.getElementById("revision");
const token = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? form.elements.csrfmiddlewaretoken.value; // of the newest sign-in, maybe in another tab
const stored = () => JSON.parse(field().dataset.state);
let waiting = new Map(); // path → value, newest wins
let batch = null; // those on their way
let base = null; // the revision they were made from, if it is older than the page's
let [timer, tries] = [0, 0];
function show(state) {
  if (light.dataset.state === state) return;
  light.dataset.state = state;
  light.replaceChildren(document.querySelector(`[data-save="${state}"]`).content.cloneNode(true));
}

function keep() {
  const left = [...(batch ?? []), ...waiting];
  form.toggleAttribute("data-unsaved", left.length > 0);
  sessionStorage[left.length ? "setItem" : "removeItem"](key, JSON.stringify({ base: base ?? field().value, left }));
}
const tell = (state, busy) => form.dispatchEvent(new CustomEvent("answer:state", { detail: { state, busy } }));

function arrived(html, status) {
  window.htmx.swap(document.body, html, { swapStyle: "none" });
  base = null;
  const clashes = new Set([...form.querySelectorAll("[data-clash]")].map((each) => each.dataset.clash));
  if (status === 409) waiting = new Map([...[...batch].filter(([path]) => !clashes.has(path)), ...waiting]);
  tell(stored(), new Set([...waiting.keys(), ...clashes, ...(status === 422 ? batch.keys() : [])]));
  show(status === 422 ? "error" : clashes.size ? "conflict" : waiting.size ? "saving" : "saved");
}

function post() {
  const head = { csrfmiddlewaretoken: token(), shown: field().dataset.risk };
  const body = new URLSearchParams([...Object.entries(head), ["base_revision", base ?? field().value], ...batch]);
  const keepalive = body.toString().length < 60000; // the browser's limit
  return fetch(form.dataset.changes, { method: "POST", body, keepalive, redirect: "manual", headers: { "HX-Request": "true" } });
}

async function send() {
  if (batch || !waiting.size) return;
  clearTimeout(timer);
  [batch, waiting] = [waiting, new Map()];
  show("saving");
  let isOver = false;
  try {
    const answer = await post();
    isOver = [200, 409, 422].includes(answer.status);
    if (isOver) arrived(await answer.text(), answer.status);
    else show(answer.type === "opaqueredirect" ? "signed-out" : "error"); // it may be tried again
  } catch {
    isOver = false;
    show("offline");
  }
  [waiting, batch] = [isOver ? waiting : new Map([...batch, ...waiting]), null];
  tries = isOver ? 0 : tries + 1;
  keep();
  if (!isOver) timer = setTimeout(send, Math.min(1000 * 2 ** tries, 20000));
  else if (waiting.size) send();
  else form.dispatchEvent(new Event("answer:settled"));
}

if (form) {
  form.addEventListener("answer:change", ({ detail }) => {
    waiting.set(detail.path, detail.value);
    keep();
    queueMicrotask(send); // several changes of one click go together
  });
  form.addEventListener("answer:decided", () => waiting.size || show("saved"));
  light.addEventListener("click", ({ target }) => target.closest("[data-save-retry]") && send());
  for (const again of ["online", "focus"]) addEventListener(again, send);
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  if (kept) {
    [base, waiting] = [kept.base, new Map(kept.left)];
    tell({ ...stored(), ...Object.fromEntries(waiting) }, new Set());
    send();
  } else show(form.querySelector("[data-clash]") ? "conflict" : "saved");
}
