// Keys of the room: single letters and digits, ignored while typing and while a dialog is open.
// They can be switched off ([data-keys-switch]); the choice is kept in this browser.
const toggle = document.querySelector("[data-keys-switch]");
const links = {
  n: "a[rel=next]", ArrowRight: "a[rel=next]",
  p: "a[rel=prev]", ArrowLeft: "a[rel=prev]",
  u: "[data-next-unanswered]",
};
let isLeaving = false; // a key pressed early must not change the question one has just left
const isOn = () => localStorage.getItem("keys") !== "off";

function isTyping(target) {
  const isText = target.matches("textarea, select, [contenteditable]");
  return isText || (target.matches("input") && !["checkbox", "button", "submit"].includes(target.type));
}

function press(selector) {
  const found = document.querySelector(selector);
  isLeaving = Boolean(found?.href);
  found?.click();
  return Boolean(found);
}

function digit(event) {
  const number = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  if (number === undefined) return false;
  return press(number === "0" && !event.shiftKey ? "[data-none]" : `[data-key="${event.shiftKey ? "Shift+" : ""}${number}"]:not([data-none])`);
}

// A part beside the question: its tab is pressed, and the side opened if it was away.
function beside(part) {
  if (document.querySelector("[data-room]").dataset.aside === "closed") press("[data-aside-toggle]");
  press(`[data-side="${part}"]`);
  isLeaving = false; // the tab is a link that stays here
}

const actions = {
  d() {
    press("#set-aside");
    if (document.querySelector("#set-aside")?.checked) document.getElementById("reason").focus();
  },
  e: () => document.getElementById("notes")?.focus(),
  i() {
    const all = [...document.querySelectorAll(".choice__more")];
    const open = !all.every((each) => each.open);
    for (const each of all) each.open = open;
  },
  h: () => beside("history"),
  g: () => beside("guidance"),
  v: () => beside("evidence"),
  c: () => beside("discussion"),
  k() {
    if (press("[data-park]")) document.getElementById("park-note").focus();
  },
  a() {
    press("[data-assign]");
    isLeaving = false; // it opens a form here
  },
  "?": () => document.getElementById("keys").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isTyping(event.target)) return event.target.blur();
  if (isLeaving || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (!isOn() && event.key !== "?") return;
  const isDone = event.key in links ? press(links[event.key]) : event.key in actions ? (actions[event.key](), true) : digit(event);
  if (isDone) event.preventDefault();
});

for (const stays of ["pageshow", "leave:stayed"]) addEventListener(stays, () => (isLeaving = false));

if (toggle) {
  toggle.checked = isOn();
  toggle.addEventListener("change", () => localStorage.setItem("keys", toggle.checked ? "on" : "off"));
}
