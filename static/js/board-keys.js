// Board by keyboard: Enter or Space on a grip picks its card up, up and down move it in its column, left and right
// to the next, Enter or Space puts it down, Escape puts it back. What happens is said aloud.
import { board, cards, drop, lists, put, say, spot } from "./board.js";

let held = null; // { card, start, grip, isMoving }

function pick(grip) {
  const card = grip.closest("[data-card]");
  held = { card, grip, start: spot(card), isMoving: false };
  card.toggleAttribute("data-held", true);
  grip.setAttribute("aria-pressed", "true");
  say("picked", card);
}

function to(place) {
  held.isMoving = true;
  put(held.card, place);
  held.grip.focus();
  held.card.scrollIntoView({ block: "nearest", inline: "nearest" });
  held.isMoving = false;
  say("moved", held.card);
}

function step(by) {
  const { card } = held;
  const all = cards(card.parentElement);
  const other = all[all.indexOf(card) + by];
  if (other) to({ list: card.parentElement, next: by < 0 ? other : other.nextElementSibling });
}

function aside(by) {
  const { card } = held;
  const all = lists();
  const list = all[all.indexOf(card.parentElement) + by];
  if (!list) return;
  const place = cards(card.parentElement).indexOf(card);
  to({ list, next: cards(list)[place] ?? null });
}

function release(isKept) {
  const { card, start, grip } = held;
  held.isMoving = true;
  if (!isKept) put(card, start);
  if (!isKept) grip.focus();
  held = null;
  card.removeAttribute("data-held");
  grip.removeAttribute("aria-pressed");
  if (isKept) drop(card, start);
  else say("cancelled", card);
}

const MOVES = { ArrowUp: () => step(-1), ArrowDown: () => step(1), ArrowLeft: () => aside(-1), ArrowRight: () => aside(1) };

board?.addEventListener("keydown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip) return;
  const isToggle = event.key === "Enter" || event.key === " ";
  if (!held && !isToggle) return;
  if (!isToggle && !MOVES[event.key] && event.key !== "Escape") return;
  event.preventDefault();
  if (!held) pick(grip);
  else if (MOVES[event.key]) MOVES[event.key]();
  else release(isToggle);
});

board?.addEventListener("focusout", ({ target }) => held && !held.isMoving && target === held.grip && release(false));
