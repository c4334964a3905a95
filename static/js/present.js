// Presenter mode: the keys that the room has not (k parks at once, f full screen, o the list, t the time, Shift+n the
// next pillar, Escape leaves) and links of the list, which stay in presenter mode. All other keys are those of keys.js.
for (const each of document.querySelectorAll("[data-script]")) each.hidden = false;

const click = (selector) => document.querySelector(selector)?.click();
const beside = new Set(["g", "v", "c", "h", "i"]); // parts of the room that are not here

function park() {
  const form = document.querySelector('#attention form[action$="/park/"]');
  form?.requestSubmit(form.querySelector("button[type=submit]"));
}

function fullscreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
}

const keys = {
  k: park,
  f: fullscreen,
  t: () => click("[data-timer-pause]"),
  o: () => click("[data-dialog-open=list]"),
  N: () => click("[data-next-pillar]"),
  Escape: () => click("[data-leave]"),
};

function isBusy(target) {
  const isText = target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])");
  return isText || document.querySelector("dialog[open]");
}

// Before keys.js hears of it.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return;
  if (localStorage.getItem("keys") === "off" && event.key !== "Escape") return;
  if (!(event.key in keys) && !beside.has(event.key)) return;
  event.preventDefault();
  keys[event.key]?.();
}, true);

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-park-now]")) park();
  if (event.target.closest("[data-fullscreen]")) fullscreen();
  const line = event.target.closest("#question-list a[href]");
  if (line) line.href = line.href.replace("/questions/", "/present/").split("#")[0];
}, true);

document.addEventListener("focusin", ({ target }) => target.matches("#notes") && target.scrollIntoView({ block: "nearest" }));
