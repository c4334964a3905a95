// Kept: changes of answers that the server does not have yet, in localStorage: one entry for each person, page and
// question. So a reload or a closed tab loses none, and who signs in next at this browser neither sees nor sends
// them. A page owns its entry while it lives (Web Locks; without them, on plain http, a sign of life every few
// seconds); what nobody owns may be taken and sent by any page of the same person.
export const person = document.querySelector("[data-outbox]")?.dataset.person;
export const OLD = 3 * 24 * 3600 * 1000; // what is older waits until its person says so
const [BEAT, SILENT, PATIENCE, LIMIT] = [5000, 90000, 2000, 2_000_000]; // milliseconds; characters in all
const ALL = "answers/";
const page = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
const tab = (sessionStorage.tab ??= page);
const locks = navigator.locks;
let [letGo, beating] = [null, 0];

const nameOf = (url) => `${ALL}${person}/${page}${url}`;
const read = (key) => JSON.parse(localStorage.getItem(key) ?? "null");
const keys = (start) => Object.keys(localStorage).filter((key) => key.startsWith(start));
const size = (but) => keys(ALL).reduce((sum, key) => sum + (key === but ? 0 : localStorage[key].length), 0);

function own(key) {
  if (letGo) return;
  letGo = () => {};
  locks?.request(key, () => new Promise((done) => (letGo = done)));
  beating = setInterval(() => read(key) && localStorage.setItem(key, JSON.stringify({ ...read(key), beat: Date.now() })), BEAT);
}

function disown() {
  letGo?.();
  clearInterval(beating);
  letGo = null;
}

// All that waits of this person, oldest first: { key, url, href, code, at, left: [[path, value, base]], why }.
export function all() {
  const found = person ? keys(`${ALL}${person}/`).map((key) => ({ ...read(key), key })) : [];
  return found.sort((one, two) => one.at - two.at);
}

// Writes an entry; one without changes goes away. False where this browser has no room.
export function write(key, entry) {
  const text = JSON.stringify(entry);
  try {
    if (!entry.left.length) localStorage.removeItem(key);
    else if (size(key) + text.length > LIMIT) return false;
    else localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

// What this page has of its own question, while it lives.
export function keep(about, left) {
  if (!person) return false;
  const key = nameOf(about.url);
  if (left.length) own(key);
  else disown();
  const beat = Date.now();
  return write(key, { ...about, left, at: read(key)?.at ?? beat, beat, tab });
}

export const isMine = ({ key, url }) => key === nameOf(url);

// Hands an entry that no living page owns to `use`, and to nobody else until that has ended.
export async function take(key, use) {
  const run = (lock) => (lock && localStorage.getItem(key) ? use({ ...read(key), key }) : null);
  const { tab: last, beat } = read(key) ?? {};
  if (!locks) return last === tab || Date.now() - beat > SILENT ? run(true) : null;
  if (last !== tab) return locks.request(key, { ifAvailable: true }, run);
  // This tab's page before this one is about to let go.
  return locks.request(key, { signal: AbortSignal.timeout(PATIENCE) }, run).catch(() => null);
}

export const forget = () => keys(`${ALL}${person}/`).forEach((key) => localStorage.removeItem(key));

export const isOld = ({ at }) => Date.now() - at > OLD;

// A page in the browser's cache owns nothing; when it is shown again it owns what is still there.
addEventListener("pagehide", disown);
addEventListener("pageshow", ({ persisted }) => persisted && all().filter(isMine).forEach(({ key }) => own(key)));
