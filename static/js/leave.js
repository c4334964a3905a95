// Leave: before another page comes, what is still being typed or sent is given a moment, and without a network
// this page stays, because the next one could not come ("leave:stayed").
// form[data-unsaved] says that something waits; "answer:flush" asks for unfinished texts.
const form = document.querySelector("form[data-answer]");
const light = document.querySelector("[data-save-state]");
const words = document.querySelector("[data-stay]");
const [LIMIT, PATIENCE, SHOWN] = [3000, 2500, 8000];
const flush = () => form.dispatchEvent(new Event("answer:flush"));
const isAway = () => !navigator.onLine || light.dataset.state === "offline";
let timer = 0;

function stay() {
  words.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => (words.hidden = true), SHOWN);
  dispatchEvent(new Event("leave:stayed"));
}

// The browser may be wrong about the network, and it may have come back: asked before it is believed.
async function tryTo(go) {
  try {
    await fetch(document.querySelector("link[rel=icon]").href, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    go();
  } catch {
    stay();
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!form || !link || link.target || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (event.defaultPrevented || link.hasAttribute("hx-get") || link.pathname === location.pathname) return;
  flush();
  const go = () => location.assign(link.href);
  if (isAway()) return event.preventDefault(), void tryTo(go);
  if (!form.hasAttribute("data-unsaved")) return;
  event.preventDefault();
  const leave = () => (clearTimeout(giveUp), go());
  const giveUp = setTimeout(() => {
    form.removeEventListener("answer:settled", leave); // who was told that this page stays is not taken away later
    tryTo(go);
  }, LIMIT);
  form.addEventListener("answer:settled", leave, { once: true });
});

if (form) {
  addEventListener("pagehide", flush);
  addEventListener("online", () => (words.hidden = true));
  addEventListener("beforeunload", (event) => {
    flush();
    if (form.hasAttribute("data-unkept")) event.preventDefault(); // all else waits in this browser
  });
}
