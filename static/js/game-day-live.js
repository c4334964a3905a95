// Live of a running game day: asks every second or so whether somebody wrote something (/live/, which costs the server
// next to nothing) and only then for the clock and the timeline. Lines that are as they were stay where they are, so
// nothing that is read or focused jumps. Parts also come with one's own notes (game-day-note.js): "game-day:news".
const root = document.querySelector("[data-game-live]");
const [PERIOD, HIDDEN, LONGEST] = [1000, 10000, 15000]; // milliseconds
let pass = root.dataset.pass;
let revision = Number(root.dataset.revision);
let [tag, failures, timer, isAsking, isOver] = ["", 0, 0, false, false];

const say = (state) => {
  for (const each of root.querySelectorAll("[data-live-state]")) each.hidden = each.dataset.liveState !== state;
};

// Lines by their id: new ones come in at their place, changed ones are replaced, those that are gone go.
function merge(mine, theirs) {
  const known = new Map([...mine.children].map((each) => [each.id, each]));
  let before = mine.firstElementChild;
  for (const each of [...theirs.children]) {
    const there = known.get(each.id);
    known.delete(each.id);
    if (there?.isEqualNode(each) && there === before) {
      before = there.nextElementSibling;
      continue;
    }
    const line = there?.isEqualNode(each) ? there : document.importNode(each, true);
    if (there && there !== line) {
      if (there === before) before = there.nextElementSibling;
      there.remove();
    }
    if (!there) line.toggleAttribute("data-new", true);
    mine.insertBefore(line, before);
  }
  for (const each of known.values()) each.remove();
}

function show(html) {
  const parts = new DOMParser().parseFromString(html, "text/html");
  const news = parts.querySelector("[data-game-news]");
  if (!news) return;
  pass = news.dataset.pass;
  revision = Math.max(revision, Number(news.dataset.revision));
  const clock = parts.getElementById("game-clock");
  document.getElementById("game-clock").replaceWith(document.importNode(clock, true));
  merge(document.getElementById("game-timeline"), parts.getElementById("game-timeline"));
  document.querySelector(".game-timeline__none")?.toggleAttribute("hidden", Boolean(document.querySelector(".game-line")));
  if (news.dataset.state === "running") return;
  isOver = true;
  say("over");
  // Who has typed something keeps it and goes on when they like.
  if (!document.getElementById("note-text")?.value) location.assign(root.dataset.over);
}

// True once the page shows what the server says.
async function renew() {
  const answer = await fetch(root.dataset.news, { redirect: "manual", headers: { "HX-Request": "true" }, cache: "no-store", signal: AbortSignal.timeout(LONGEST) });
  if (answer.type === "opaqueredirect") return say("out"), false;
  if ([403, 404].includes(answer.status)) return say("gone"), (isOver = true), false;
  if (answer.status !== 200) throw new Error(answer.status);
  show(await answer.text());
  return true;
}

async function hear(answer) {
  if ([401, 403].includes(answer.status)) return void (await renew());
  if (answer.status === 200) {
    const news = await answer.json();
    if (news.revision > revision && !(await renew())) return; // asked for again
    tag = news.tag;
  } else if (answer.status !== 204) throw new Error(answer.status);
  if (!isOver) say("");
}

async function ask() {
  if (isAsking || isOver) return;
  isAsking = true;
  clearTimeout(timer);
  try {
    const query = new URLSearchParams({ at: tag });
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

document.addEventListener("game-day:news", ({ detail }) => show(detail.html));
document.addEventListener("visibilitychange", () => document.hidden || ask());
for (const again of ["online", "pageshow"]) addEventListener(again, ask);
addEventListener("pagehide", () => clearTimeout(timer));
ask();
