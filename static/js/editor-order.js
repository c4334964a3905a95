// Order by keyboard: a handle picks its item up (Enter or Space), arrows move it within its list, Enter or Space
// puts it down, Escape puts it back. What happens is said aloud. `drop` is for the pointer too (editor-drag.js).
import { send } from "./editor-structure.js";

const said = document.getElementById("order-said");
let held = null; // { item, list, start, handle }

export const items = (list) => [...list.children].filter((each) => "item" in each.dataset);

export function say(words, item, list = item.parentElement) {
  const place = items(list).indexOf(item) + 1;
  const filled = said.dataset[words].replace("{name}", item.dataset.name).replace("{n}", place);
  said.textContent = filled.replace("{of}", items(list).length);
}

// Stores where an item was put, unless somebody else does (rules.js); a page that cannot be brought up to date is
// loaded anew.
export async function drop(item) {
  if (!item.dispatchEvent(new CustomEvent("order:drop", { bubbles: true, cancelable: true }))) return;
  const list = item.parentElement;
  const place = items(list).indexOf(item);
  const structure = document.getElementById("structure");
  const values = new FormData(structure);
  for (const name of [...values.keys()]) if (/^(id|to)\./.test(name)) values.delete(name);
  values.set("do", `move ${item.dataset.item} ${place}${list.dataset.into ? ` ${list.dataset.into}` : ""}`);
  values.set("quiet", "1");
  const answer = await send(structure.action, values);
  if (answer?.status !== 200) return void location.reload();
  if (list.dataset.sortable === "outline" && document.querySelector("ol[data-sortable=question]")) return void location.reload();
  const parts = await answer.text();
  const opened = [...document.querySelectorAll("#outline details[open]")].map((each) => each.id);
  window.htmx.swap(document.body, parts, { swapStyle: "none" });
  for (const id of opened) document.getElementById(id)?.toggleAttribute("open", true);
  renumber(list);
  document.dispatchEvent(new Event("order:saved"));
}

function renumber(list) {
  const all = items(list);
  all.forEach((item, place) => {
    for (const button of item.querySelectorAll("[data-step]")) {
      const to = place + Number(button.dataset.step);
      button.disabled = to < 0 || to >= all.length;
      button.value = `move ${item.dataset.item} ${to}`;
    }
  });
}

function move(step) {
  const { item, list, handle } = held;
  const all = items(list);
  const other = all[all.indexOf(item) + step];
  if (!other) return;
  held.isMoving = true;
  if (step < 0) other.before(item);
  else other.after(item);
  handle.focus();
  held.isMoving = false;
  say("moved", item, list);
}

function pick(handle) {
  const item = handle.closest("[data-item]");
  const list = item.parentElement;
  held = { item, list, handle, start: items(list).indexOf(item) };
  item.toggleAttribute("data-held", true);
  handle.setAttribute("aria-pressed", "true");
  say("picked", item);
}

function release(isKept) {
  const { item, list, start, handle } = held;
  const place = items(list).indexOf(item);
  if (!isKept && place !== start) {
    held.isMoving = true;
    const others = items(list).filter((each) => each !== item);
    if (others[start]) others[start].before(item);
    else others.at(-1).after(item);
    handle.focus();
  }
  held = null;
  item.removeAttribute("data-held");
  handle.removeAttribute("aria-pressed");
  say(isKept ? "dropped" : "cancelled", item);
  if (isKept && place !== start) drop(item);
}

document.addEventListener("keydown", (event) => {
  const handle = event.target.closest?.("[data-handle]");
  if (!handle) return;
  const isToggle = event.key === "Enter" || event.key === " ";
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!held && !isToggle) return;
  if (!isToggle && !step && event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  if (!held) pick(handle);
  else if (step) move(step);
  else release(isToggle);
});

document.addEventListener("focusout", ({ target }) => held && !held.isMoving && target === held.handle && release(false));
