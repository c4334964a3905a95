// Order by pointer: an item is dragged by its handle (or the grip of the outline) to a line between others, in its
// own list or another of the same kind. Escape puts it back.
import { drop, items, say } from "./editor-order.js";

const [SLOP, EDGE, SPEED] = [5, 56, 14]; // pixels
let drag = null; // { item, x, y, list, spot: [item, isAfter], isOn }

const scroller = (element) => element.closest(".room__nav") ?? document.scrollingElement;

function clear() {
  for (const each of document.querySelectorAll("[data-drop]")) each.removeAttribute("data-drop");
}

function spotAt(x, y) {
  const under = document.elementFromPoint(x, y);
  const list = under?.closest(`[data-sortable="${drag.list.dataset.sortable}"]`) ?? listOf(under);
  if (!list) return null;
  const all = items(list).filter((each) => each !== drag.item);
  if (!all.length) return [list, "inside"];
  for (const each of all) {
    const box = each.getBoundingClientRect();
    if (y < box.top + box.height / 2) return [each, "before"];
  }
  return [all.at(-1), "after"];
}

// Over the name of a pillar in the outline: its list, which opens.
function listOf(under) {
  const group = drag.list.dataset.sortable === "outline" && under?.closest("[data-filter-group]");
  if (!group) return null;
  group.open = true;
  return group.querySelector("[data-sortable]");
}

function scroll(y) {
  const box = scroller(drag.item);
  const [top, bottom] = box === document.scrollingElement ? [0, innerHeight] : [box.getBoundingClientRect().top, box.getBoundingClientRect().bottom];
  if (y < top + EDGE) box.scrollTop -= SPEED;
  else if (y > bottom - EDGE) box.scrollTop += SPEED;
}

function end(isKept) {
  const { item, spot, isOn, list } = drag;
  drag = null;
  item.removeAttribute("data-dragged");
  document.body.removeAttribute("data-dragging");
  clear();
  if (!isOn || !isKept || !spot) return;
  const before = [list, items(list).indexOf(item)];
  const [where, side] = spot;
  if (side === "inside") where.append(item);
  else where[side](item);
  if (item.parentElement === before[0] && items(list).indexOf(item) === before[1]) return;
  say("dropped", item);
  drop(item);
}

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-handle], [data-grip]");
  if (!grip || event.button !== 0) return;
  const item = grip.closest("[data-item]");
  drag = { item, list: item.parentElement, x: event.clientX, y: event.clientY, spot: null, isOn: false };
  if (grip.matches("[data-grip]")) event.preventDefault();
});

document.addEventListener("pointermove", ({ clientX, clientY }) => {
  if (!drag) return;
  if (!drag.isOn && Math.hypot(clientX - drag.x, clientY - drag.y) < SLOP) return;
  drag.isOn = true;
  drag.item.toggleAttribute("data-dragged", true);
  document.body.toggleAttribute("data-dragging", true);
  scroll(clientY);
  drag.spot = spotAt(clientX, clientY);
  clear();
  if (drag.spot) drag.spot[0].dataset.drop = drag.spot[1];
});

document.addEventListener("pointerup", () => drag && end(true));
document.addEventListener("pointercancel", () => drag && end(false));
document.addEventListener("keydown", (event) => event.key === "Escape" && drag && end(false));
