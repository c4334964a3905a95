// Room: shows what only works with a script, folds the side away (kept in a cookie, so that the
// next page comes folded), and brings the current question of the list into view.
const room = document.querySelector("[data-room]");
const list = document.querySelector(".room__questions");
const wide = matchMedia("(min-width: 48.01rem)");

// Beside the question there is room for the list; on a telephone it waits behind its button.
const unfold = () => list && (list.open = wide.matches);
wide.addEventListener("change", unfold);
unfold();

for (const each of document.querySelectorAll("[data-script]")) each.hidden = false;

// The part beside the question that is open stays open on the next question.
document.addEventListener("click", (event) => {
  const tab = event.target.closest("[data-side]");
  if (!tab) return;
  for (const each of document.querySelectorAll("[data-side]")) each.removeAttribute("aria-current");
  document.querySelector(`a[data-side="${tab.dataset.side}"]`)?.setAttribute("aria-current", "true");
  document.cookie = `side=${tab.dataset.side}; path=/; max-age=31536000; samesite=lax`;
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-aside-toggle]");
  if (!button) return;
  const isOpen = room.dataset.aside === "closed";
  room.dataset.aside = isOpen ? "open" : "closed";
  button.setAttribute("aria-pressed", String(isOpen));
  document.cookie = `aside=${room.dataset.aside}; path=/; max-age=31536000; samesite=lax`;
});

const nav = document.querySelector(".room__nav");
const line = nav?.querySelector("a[aria-current]");
if (line && nav.scrollHeight > nav.clientHeight) {
  nav.scrollTop = line.offsetTop - nav.clientHeight / 2;
}

// What was just saved is shown in the history beside it.
document.querySelector("form[data-answer]")?.addEventListener("answer:settled", () => {
  document.querySelector("[data-side=history][aria-current]")?.click();
});
