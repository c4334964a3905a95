// Save: sends changes of the answer ("answer:change") one after the other; what could not be sent waits in this
// browser (kept.js), also over a reload, and so does what clashed or was refused until a person decided. Tells "answer:state" (what is stored) and "answer:settled" (all is). What others
// did comes with every answer and by itself ("answer:news"); a field that keeps mine keeps the revision mine began from.
import * as kept from "./kept.js";

const form = document.querySelector("form[data-answer]");
const light = document.querySelector("[data-save-state]");
const about = { url: form?.dataset.changes, href: form?.action, code: form?.dataset.code };
const field = () => document.getElementById("revision");
const token = () => /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? form.elements.csrfmiddlewaretoken.value; // of the newest sign-in, maybe in another tab
const stored = () => JSON.parse(field().dataset.state);
let waiting = new Map(); // path → value, newest wins
let batch = null; // those on their way
const undecided = new Map(); // path → [value, base, "conflict" or "refused"]
const bases = new Map(); // path → the revision it was made from, if that is older than the page's
const from = (path) => bases.get(path) ?? field().value;
let [timer, tries] = [0, 0];
const count = () => waiting.size + (batch?.size ?? 0);

function show(state) {
  if (light.dataset.state !== state) {
    light.dataset.state = state;
    light.replaceChildren(document.querySelector(`[data-save="${state}"]`).content.cloneNode(true));
  }
  const number = light.querySelector("[data-save-count]");
  if (number) number.textContent = count();
}

function keep() {
  const left = [...(batch ?? []), ...waiting].map(([path, value]) => [path, value, from(path)]);
  for (const [path, mine] of undecided) left.push([path, ...mine]);
  form.toggleAttribute("data-unsaved", count() > 0);
  form.toggleAttribute("data-unkept", !kept.keep(about, left)); // only this page has it
}
const tell = (state, busy) => form.dispatchEvent(new CustomEvent("answer:state", { detail: { state, busy } }));

const clashing = () => new Set([...form.querySelectorAll("[data-clash]")].map((each) => each.dataset.clash));

// Puts parts of the page in their places; fields that keep what is in them get a base of their own.
function take(html) {
  const [before, revision] = [stored(), field().value];
  window.htmx.swap(document.body, html, { swapStyle: "none" });
  const hold = (path) => bases.has(path) || bases.set(path, revision);
  form.dispatchEvent(new CustomEvent("answer:arrived", { detail: { before, now: stored(), hold } }));
}

function arrived(html, status) {
  const origin = from(batch.keys().next().value);
  for (const path of batch.keys()) bases.delete(path);
  take(html);
  const clashes = clashing();
  for (const [path, value] of batch) {
    if (status === 422 || (status === 409 && clashes.has(path))) undecided.set(path, [value, origin, status === 422 ? "refused" : "conflict"]);
  }
  for (const path of clashes) if (batch.has(path)) bases.delete(path); // both versions are on the page now
  if (status === 409) waiting = new Map([...[...batch].filter(([path]) => !clashes.has(path)), ...waiting]);
  tell(stored(), new Set([...waiting.keys(), ...bases.keys(), ...clashes, ...undecided.keys()]));
  show(status === 422 ? "error" : clashes.size ? "conflict" : waiting.size ? "saving" : "saved");
}

function post() {
  const head = { csrfmiddlewaretoken: token(), shown: field().dataset.risk, person: kept.person };
  const body = new URLSearchParams([...Object.entries(head), ["base_revision", from(batch.keys().next().value)], ...batch]);
  const keepalive = body.toString().length < 60000; // the browser's limit
  return fetch(form.dataset.changes, { method: "POST", body, keepalive, redirect: "manual", headers: { "HX-Request": "true" } });
}

async function send() {
  if (batch || !waiting.size) return;
  clearTimeout(timer);
  const start = from(waiting.keys().next().value); // what began from the same revision goes together
  batch = new Map([...waiting].filter(([path]) => from(path) === start));
  waiting = new Map([...waiting].filter(([path]) => !batch.has(path)));
  show("saving");
  let [isOver, isGone] = [false, false]; // gone: access has ended, or the question
  try {
    const answer = await post();
    isOver = [200, 409, 422].includes(answer.status);
    if (isOver) arrived(await answer.text(), answer.status);
    else show(answer.type === "opaqueredirect" ? "signed-out" : answer.status === 401 ? "other" : (isGone = answer.status === 404) ? "gone" : "error"); // it may be tried again
  } catch {
    isOver = false;
    show("offline");
  }
  [waiting, batch] = [isOver ? waiting : new Map([...batch, ...waiting]), null];
  const wasAway = tries > 0;
  tries = isOver ? 0 : tries + 1;
  keep();
  if (isGone) return;
  if (!isOver) timer = setTimeout(send, Math.min(1000 * 2 ** tries, 20000));
  else if (waiting.size) send();
  else form.dispatchEvent(new CustomEvent("answer:settled", { detail: { wasAway } }));
}

// What earlier pages left behind about this question. A change made here meanwhile is newer.
async function restore() {
  const found = new Map();
  for (const { key, ...entry } of kept.all()) {
    if (entry.url !== about.url || kept.isOld(entry) || kept.isMine({ ...entry, key })) continue;
    await kept.take(key, ({ left }) => {
      for (const [path, value, base] of left) if (!waiting.has(path)) found.set(path, [value, base]);
      for (const [path, [value, base]] of found) waiting.set(path, value), bases.set(path, base);
      keep();
      localStorage.removeItem(key);
    });
  }
  if (!found.size) return;
  tell({ ...stored(), ...Object.fromEntries(waiting) }, new Set());
  send();
}

if (form) {
  form.addEventListener("answer:change", ({ detail }) => {
    if (clashing().has(detail.path)) undecided.set(detail.path, [detail.value, undecided.get(detail.path)?.[1] ?? field().value, "conflict"]);
    else undecided.delete(detail.path), waiting.set(detail.path, detail.value);
    keep();
    queueMicrotask(send); // several changes of one click go together
  });
  form.addEventListener("answer:news", ({ detail }) => {
    take(detail.html);
    tell(stored(), new Set([...waiting.keys(), ...(batch?.keys() ?? []), ...undecided.keys(), ...bases.keys(), ...clashing()]));
  });
  form.addEventListener("answer:adopt", ({ detail }) => bases.delete(detail.path));
  form.addEventListener("answer:decided", () => {
    for (const [path, [, , why]] of undecided) if (why === "conflict") undecided.delete(path);
    keep();
    if (!waiting.size) show("saved");
  });
  light.addEventListener("click", ({ target }) => target.closest("[data-save-retry]") && send());
  for (const again of ["online", "focus"]) addEventListener(again, send);
  addEventListener("offline", () => count() && show("offline"));
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted && !kept.all().some(kept.isMine)) waiting.clear(); // another page has sent it
  });
  show(form.querySelector("[data-clash]") ? "conflict" : "saved");
  restore();
}
