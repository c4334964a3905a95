// Board by pointer: a mouse drags a card by any part that is not a control, a finger by its grip. A copy follows the
// pointer, the card itself lies where it would be dropped. Escape puts it back.
import { board, cards, drop, put, spot } from "./board.js";

const [SLOP, EDGE, SPEED] = [5, 48, 14]; // pixels
let drag = null; // { card, start, x, y, dx, dy, ghost }
let justDragged = false;

function begin() {
  const { card } = drag;
  const box = card.getBoundingClientRect();
  drag.ghost = card.cloneNode(true);
  drag.ghost.removeAttribute("data-card");
  drag.ghost.setAttribute("aria-hidden", "true");
  drag.ghost.classList.add("board-ghost");
  drag.ghost.style.inlineSize = `${box.width}px`;
  [drag.dx, drag.dy] = [drag.x - box.left, drag.y - box.top];
  document.body.append(drag.ghost);
  card.toggleAttribute("data-dragged", true);
  document.documentElement.toggleAttribute("data-board-dragging", true);
  requestAnimationFrame(scroll);
}

function follow(x, y) {
  drag.ghost.style.translate = `${x - drag.dx}px ${y - drag.dy}px`;
  const column = document.elementFromPoint(x, y)?.closest("[data-column]");
  for (const each of board.querySelectorAll("[data-target]")) if (each !== column) each.removeAttribute("data-target");
  if (!column) return;
  column.toggleAttribute("data-target", true);
  const list = column.querySelector("[data-cards]");
  const others = cards(list).filter((each) => each !== drag.card);
  const next = others.find((each) => {
    const box = each.getBoundingClientRect();
    return y < box.top + box.height / 2;
  });
  const isThere = drag.card.parentElement === list && drag.card.nextElementSibling === (next ?? null);
  if (!isThere) put(drag.card, { list, next: next ?? null });
}

// The board scrolls sideways, the page up and down, while the pointer is near an edge.
function scroll() {
  if (!drag?.ghost) return;
  const { lastX: x = drag.x, lastY: y = drag.y } = drag;
  const box = board.getBoundingClientRect();
  if (x < box.left + EDGE) board.scrollLeft -= SPEED;
  else if (x > box.right - EDGE) board.scrollLeft += SPEED;
  if (y < EDGE) scrollBy(0, -SPEED);
  else if (y > innerHeight - EDGE) scrollBy(0, SPEED);
  requestAnimationFrame(scroll);
}

function end(isKept) {
  const { card, start, ghost } = drag;
  drag = null;
  if (!ghost) return;
  ghost.remove();
  card.removeAttribute("data-dragged");
  document.documentElement.removeAttribute("data-board-dragging");
  for (const each of board.querySelectorAll("[data-target]")) each.removeAttribute("data-target");
  justDragged = true;
  setTimeout(() => (justDragged = false));
  if (isKept) drop(card, start);
  else put(card, start);
}

board?.addEventListener("pointerdown", (event) => {
  const card = event.target.closest("[data-card]");
  if (!card?.dataset.move || event.button !== 0 || drag) return;
  const grip = event.target.closest("[data-grip]");
  if (!grip && (event.pointerType !== "mouse" || event.target.closest("button, summary, form, input"))) return;
  drag = { card, start: spot(card), x: event.clientX, y: event.clientY, ghost: null };
});

document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  const { clientX: x, clientY: y } = event;
  if (!drag.ghost && Math.hypot(x - drag.x, y - drag.y) < SLOP) return;
  if (!drag.ghost) begin();
  [drag.lastX, drag.lastY] = [x, y];
  follow(x, y);
});

document.addEventListener("pointerup", () => drag && end(true));
document.addEventListener("pointercancel", () => drag && end(false));
document.addEventListener("keydown", (event) => event.key === "Escape" && drag && end(false));
document.addEventListener("selectstart", (event) => drag && event.preventDefault());
board?.addEventListener("dragstart", (event) => event.preventDefault());
board?.addEventListener("click", (event) => {
  if (!justDragged) return;
  event.preventDefault();
  event.stopPropagation();
}, true);
