// Outbox: on every page, sends what other pages of this person left behind unsaved (kept.js), and says what needs
// them: changes that clashed, that were refused, or that are so old that nobody should send them unasked.
import * as kept from "./kept.js";

const box = document.querySelector("[data-outbox]");
const here = document.querySelector("form[data-answer]")?.dataset.changes; // save.js sees to these
const RETRY = 15000; // milliseconds
const FINAL = [403, 404, 422];
let [isBusy, timer, sent] = [false, 0, 0];

const token = () => /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? box.dataset.token;

async function post(url, base, changes) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: token(), person: kept.person, base_revision: base });
  for (const [path, value] of changes) body.append(path, value);
  const answer = await fetch(url, { method: "POST", body, redirect: "manual", headers: { "HX-Request": "true" } });
  const isLater = answer.headers.has("HX-Refresh"); // a second factor is asked for first
  if (isLater || ![200, 409, ...FINAL].includes(answer.status)) throw new Error(answer.status); // later, perhaps after a sign-in
  return answer;
}

// Sends what began from one revision. Returns what a person has to decide.
async function deliver(url, base, changes) {
  if (!changes.length) return [];
  const answer = await post(url, base, changes);
  if (answer.status === 200) return (sent += changes.length), [];
  if (answer.status !== 409) return changes.map((change) => [...change, "refused"]);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const clashes = new Set([...page.querySelectorAll("[data-clash]")].map((each) => each.dataset.clash));
  const isClash = ([path]) => clashes.has(path) || !clashes.size;
  const rest = await deliver(url, base, changes.filter((change) => !isClash(change)));
  return [...rest, ...changes.filter(isClash).map((change) => [...change, "conflict"])];
}

// What is left is written after every answer: whatever happens then, nothing is sent twice or lost.
async function empty({ key, ...entry }) {
  const todo = () => entry.left.filter(([, , , why]) => !why);
  while (todo().length) {
    const base = todo()[0][2];
    const batch = todo().filter((change) => change[2] === base);
    const decide = await deliver(entry.url, base, batch);
    entry.left = [...entry.left.filter((change) => !batch.includes(change)), ...decide];
    kept.write(key, entry);
  }
}

const isOurs = ({ url }) => url === here;
const isReady = (entry) => !isOurs(entry) && !kept.isOld(entry) && entry.left.some(([, , , why]) => !why);

function line(entry, kind, changes) {
  const item = box.querySelector(`[data-outbox-line="${kind}"]`).content.cloneNode(true).firstElementChild;
  const words = item.querySelector("[data-one]");
  const date = new Date(entry.at).toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "short" });
  const text = changes.length === 1 ? words.dataset.one : words.dataset.many;
  words.textContent = text.replace("{n}", changes.length).replace("{code}", entry.code).replace("{date}", date);
  const link = item.querySelector("a");
  if (link) link.href = entry.href;
  const texts = changes.filter(([path, value]) => /notes?$/.test(path) || value.length > 20).map(([, value]) => value);
  const more = item.querySelector("details");
  if (more) [more.hidden, more.lastElementChild.textContent] = [!texts.length, texts.join("\n\n")];
  for (const button of item.querySelectorAll("button")) button.value = entry.key;
  return item;
}

function show() {
  const lines = [];
  for (const entry of kept.all()) {
    const of = (kind) => entry.left.filter(([, , , why]) => why === kind);
    if (kept.isMine(entry)) continue;
    if (kept.isOld(entry)) lines.push(line(entry, "old", entry.left));
    else if (!isOurs(entry)) {
      for (const kind of ["conflict", "refused"]) if (of(kind).length) lines.push(line(entry, kind, of(kind)));
      if (of(undefined).length && !navigator.onLine) lines.push(line(entry, "waiting", of(undefined)));
    }
  }
  box.querySelector("ul").replaceChildren(...lines);
  box.hidden = !lines.length;
  const done = box.nextElementSibling;
  done.hidden = !sent;
  if (sent) done.lastElementChild.textContent = done.dataset[sent === 1 ? "one" : "many"].replace("{n}", sent);
}

async function sweep() {
  if (isBusy) return;
  isBusy = true;
  clearTimeout(timer);
  try {
    for (const { key } of kept.all().filter(isReady)) await kept.take(key, empty);
  } catch {
    // No network, or signed out: it waits
  }
  isBusy = false;
  show();
  if (kept.all().some(isReady)) timer = setTimeout(sweep, RETRY);
}

// An old change that its person wants after all is as good as new.
function send(key) {
  const { key: name, ...entry } = kept.all().find((each) => each.key === key) ?? {};
  if (!name) return;
  kept.write(name, { ...entry, at: Date.now() });
  if (isOurs(entry)) location.reload();
  else sweep();
}

if (kept.person) {
  box.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button?.matches("[data-outbox-send]")) send(button.value);
    if (button?.matches("[data-outbox-discard]") && confirm(button.dataset.outboxDiscard)) {
      kept.write(button.value, { left: [] });
      show();
    }
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-sign-out]")) return;
    const count = kept.all().reduce((sum, { left }) => sum + left.length, 0);
    if (count && !confirm(box.dataset.leaving.replace("{n}", count))) event.preventDefault();
    else kept.forget();
  });
  for (const again of ["online", "focus", "offline"]) addEventListener(again, sweep);
  addEventListener("pageshow", sweep);
}
