// Live: asks every second or so whether somebody changed something (/live/, which costs the server next to
// nothing) and only then for the parts of the page that are not as they were. Shows who else is here. What
// this person is typing or has not saved stays: answer.js says which fields ("answer:held"), hint.js offers theirs.
const root = document.querySelector("[data-live]");
const form = document.querySelector("form[data-answer]");
const [PERIOD, HIDDEN, LONGEST, SAID, MARKED] = [1200, 10000, 15000, 8000, 3000]; // milliseconds
let { pass, place } = root?.dataset ?? {};
let revision = Number(root?.dataset.revision);
let [tag, failures, timer, isAsking, isOver, quiet] = ["", 0, 0, false, false, 0];
let isAgain = false; // what came may be overwritten by the older answer to a save that is on its way

const say = (state) => {
  for (const each of root.querySelectorAll("[data-live-state]")) each.hidden = each.dataset.liveState !== state;
};
const fill = (words, name, at) => words.replace("{name}", name).replace("{place}", at);
const lineOf = (key) => document.querySelector(`#question-list a[href*="/questions/${CSS.escape(key)}/"]`);

function person({ name, initials, place: at }) {
  const item = root.querySelector("[data-live-person]").content.cloneNode(true);
  const words = root.querySelector("[data-live-words]").dataset;
  const link = item.querySelector("a");
  const code = lineOf(at)?.querySelector(".questions__code")?.textContent || lineOf(at)?.textContent.trim();
  const isSame = Boolean(at) && at === place;
  link.title = isSame ? fill(words.here, name, "") : code ? fill(words.at, name, code) : fill(words.room, name, "");
  link.toggleAttribute("data-same", isSame);
  link.href = lineOf(at)?.href ?? root.dataset.room;
  link.firstElementChild.textContent = initials;
  link.lastElementChild.textContent = link.title;
  return [isSame, item];
}

function meet({ people, count }) {
  const list = root.querySelector("[data-live-people]");
  const others = people.filter((each) => String(each.id) !== root.dataset.me).map(person);
  const more = count - people.length;
  const rest = root.querySelector("[data-live-more]").content.cloneNode(true);
  rest.querySelector("span span").textContent = `+${more}`;
  list.replaceChildren(...others.sort(([one], [two]) => two - one).map(([, item]) => item), ...(more ? [rest] : []));
  list.hidden = !others.length;
}

function shown() {
  const lines = [...document.querySelectorAll("#question-list a[data-states]")];
  const codes = lines.map((each) => each.dataset.states.split(" ").map((word) => word.slice(0, 3)).join("."));
  const seen = document.getElementById("revision")?.value ?? document.querySelector("[data-seen]")?.dataset.seen ?? 0;
  return new URLSearchParams({ question: place, seen, form: form ? 1 : 0, lines: codes.join(",") });
}

const values = () => [...form.elements].map((each) => [each, each.type === "checkbox" ? each.checked : each.value]);

// Hands what came to answer.js and save.js, and marks for a moment what became another.
function merge(detail) {
  const before = new Map(values());
  form.dispatchEvent(new CustomEvent("answer:news", { detail }));
  for (const [field, value] of values()) {
    const box = field.type !== "hidden" && before.has(field) && before.get(field) !== value && field.closest(".choice, .question__notes");
    if (!box) continue;
    box.toggleAttribute("data-live-changed", true);
    setTimeout(() => box.removeAttribute("data-live-changed"), MARKED);
  }
}

// Without the part in which this person is about to do something, or which waits for an answer of its own: htmx looks
// for the places of an answer beside the form that asked, and finds none once that form was replaced.
function respect(parts, html) {
  const mine = document.getElementById("attention");
  if (!parts.getElementById("attention") || !mine?.querySelector(":focus, details[open], #assign:not(:empty), .htmx-request")) return html;
  parts.getElementById("attention").remove();
  return parts.body.innerHTML;
}

// Another version of the lens asks other questions: the page is loaded anew, unless somebody is in the middle of a
// text. Who types is told and chooses the moment.
function turn() {
  const isTyping = [...document.querySelectorAll("textarea")].some((each) => each === document.activeElement || (!form?.contains(each) && each.value !== each.defaultValue));
  if (form?.hasAttribute("data-unsaved") || isTyping) return say("version");
  sessionStorage.setItem("live-turned", place);
  location.reload();
}

// Says after loading anew why the page looks different.
function explain() {
  const turned = sessionStorage.getItem("live-turned");
  sessionStorage.removeItem("live-turned");
  if (turned !== place) return; // led elsewhere: the question is gone, and a message says so
  const said = document.getElementById("live-said");
  said.textContent = root.querySelector("[data-live-turned]").textContent;
  quiet = setTimeout(() => said.replaceChildren(), SAID);
}

// True once the page shows what the server says.
async function renew() {
  // Limited, as what is asked is: while this waits nothing else is asked, and a server that ends may never answer.
  const answer = await fetch(`${root.dataset.news}?${shown()}`, { redirect: "manual", headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(LONGEST) });
  if (answer.type === "opaqueredirect") return say("out"), false;
  if ([403, 404].includes(answer.status)) return say("gone"), (isOver = true), false;
  if (answer.status !== 200) throw new Error(answer.status);
  const html = await answer.text();
  const parts = new DOMParser().parseFromString(html, "text/html");
  const news = parts.querySelector("[data-live-news]");
  const theirs = parts.getElementById("revision");
  if (theirs && Number(theirs.value) < Number(document.getElementById("revision").value)) return false; // saved meanwhile
  pass = news.dataset.pass;
  revision = Math.max(revision, Number(news.dataset.revision));
  if (news.dataset.version !== root.dataset.version) return turn(), (isOver = true), false;
  const detail = { html: respect(parts, html), authors: JSON.parse(news.dataset.authors) };
  if (form && theirs) merge(detail);
  else window.htmx.swap(document.body, detail.html, { swapStyle: "none" });
  if (parts.getElementById("live-said")?.textContent) {
    clearTimeout(quiet);
    quiet = setTimeout(() => document.getElementById("live-said").replaceChildren(), SAID);
  }
  document.dispatchEvent(new CustomEvent("live:news", { detail }));
  return true;
}

async function hear(answer) {
  if ([401, 403].includes(answer.status)) return void (await renew());
  if (answer.status === 200) {
    const news = await answer.json();
    meet(news);
    if (news.revision > revision && !(await renew())) return; // asked for again
    tag = news.tag;
    isAgain = Boolean(form?.hasAttribute("data-unsaved"));
  } else if (answer.status !== 204) throw new Error(answer.status);
  say("");
}

async function ask() {
  if (isAsking || isOver) return;
  isAsking = true;
  clearTimeout(timer);
  try {
    const query = new URLSearchParams({ at: tag, ...(document.hidden ? {} : { place }) });
    await hear(await fetch(`/live/?${query}`, { headers: { "X-Live-Pass": pass }, cache: "no-store", signal: AbortSignal.timeout(8000) }));
    failures = 0;
  } catch {
    failures += 1;
    if (failures > 1) say("away");
  }
  isAsking = false;
  const period = failures ? Math.min(PERIOD * 2 ** (failures - 1), LONGEST) : document.hidden ? HIDDEN : PERIOD;
  timer = setTimeout(ask, period * (0.9 + Math.random() / 5)); // not all at once
}

if (root) {
  form?.addEventListener("answer:settled", ({ detail }) => {
    // Whoever was away with this page sends now too: a moment later everything is looked at anew.
    if (detail?.wasAway) setTimeout(() => (([tag, revision] = ["", 0]), ask()), PERIOD * 2);
    if (!isAgain) return;
    [isAgain, tag] = [false, ""];
    revision -= 1;
    ask();
  });
  document.addEventListener("visibilitychange", () => document.hidden || ask());
  for (const again of ["online", "pageshow"]) addEventListener(again, ask);
  addEventListener("pagehide", () => {
    clearTimeout(timer);
    fetch("/live/?leaving", { headers: { "X-Live-Pass": pass }, keepalive: true }).catch(() => {});
  });
  explain();
  ask();
}
