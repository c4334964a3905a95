// Board: where a card was put is shown at once and sent; what is refused goes back to where it was, with the reason.
// Cards are moved by pointer (board-drag.js) and by keyboard (board-keys.js); without scripts by their menus.
const said = document.getElementById("board-said");
const dialog = document.getElementById("accept");
let asking = null; // { card, start }: waits for the reason

export const board = document.querySelector("[data-board]");
export const lists = () => [...board.querySelectorAll("[data-cards]")];
export const cards = (list) => [...list.children].filter((each) => "card" in each.dataset);
export const spot = (card) => ({ list: card.parentElement, next: card.nextElementSibling });

export function say(words, card) {
  const list = card.parentElement;
  const filled = said.dataset[words].replace("{name}", card.dataset.name).replace("{column}", list.dataset.name);
  said.textContent = filled.replace("{n}", cards(list).indexOf(card) + 1).replace("{of}", cards(list).length);
}

export function count() {
  for (const list of lists()) {
    const shown = list.closest("[data-column]").querySelector("[data-count]");
    shown.textContent = Number(list.dataset.hiddenCards ?? 0) + cards(list).length;
  }
}

export function put(card, { list, next }) {
  const hadFocus = card.contains(document.activeElement) && document.activeElement;
  list.insertBefore(card, next?.parentElement === list ? next : null);
  if (hadFocus) hadFocus.focus();
  count();
}

// What a drop means: nothing if it lies where it lay; accepting a risk asks for the reason first.
export function drop(card, start) {
  const list = card.parentElement;
  if (list === start.list && card.nextElementSibling === start.next) return;
  count();
  const isAccepting = list.dataset.cards === "accepted" && start.list !== list;
  if (isAccepting && "locked" in list.dataset) return back(card, start, "locked");
  say("dropped", card);
  if (isAccepting) ask(card, start);
  else send(card, start, {});
}

function back(card, start, words = "back") {
  put(card, start);
  say(words, card);
  if (words === "locked") tell(said.dataset.locked);
}

function ask(card, start) {
  asking = { card, start };
  const form = dialog.querySelector("form");
  form.reset();
  form.action = card.dataset.accept;
  dialog.querySelector("[data-accept-name]").textContent = card.dataset.name;
  dialog.querySelector("[data-accept-said]").replaceChildren();
  dialog.showModal();
}

function tell(text) {
  const mould = document.querySelector("[data-board-message]").content.cloneNode(true);
  mould.querySelector(".message__text").textContent = text;
  show(mould);
}

function show(node) {
  const place = document.getElementById("messages");
  place.replaceChildren(node);
  for (const button of place.querySelectorAll("[data-message-close]")) button.hidden = false;
}

const token = () => /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]").value;

function behind(card) {
  const before = card.previousElementSibling;
  return before ? before.dataset.card : "0";
}

// Sends the move. An answer holds the card as it is now, maybe with something to say; a refusal holds why.
export async function send(card, start, more) {
  const values = { csrfmiddlewaretoken: token(), state: card.parentElement.dataset.cards, after: behind(card), revision: card.dataset.revision, ...more };
  card.toggleAttribute("data-busy", true);
  let answer;
  try {
    answer = await fetch(card.dataset.move, { method: "POST", body: new URLSearchParams(values), redirect: "manual", headers: { "HX-Request": "true" } });
  } catch {
    answer = null;
  }
  card.removeAttribute("data-busy");
  const text = answer && answer.type !== "opaqueredirect" ? await answer.text() : "";
  const parts = new DOMParser().parseFromString(text, "text/html");
  if (answer?.status === 200) return arrived(card, parts);
  if (answer?.status === 422 && asking) return void dialog.querySelector("[data-accept-said]").replaceChildren(...parts.body.childNodes);
  closeDialog();
  back(card, start);
  const why = parts.querySelector("[data-message]");
  if (why) show(why);
  else tell(answer ? said.dataset.refused : said.dataset.offline);
  if (answer?.status === 409) refresh();
}

function arrived(card, content) {
  closeDialog();
  const [fresh, note] = [content.querySelector("[data-card]"), content.querySelector("[data-message]")];
  const hadFocus = card.contains(document.activeElement);
  if (fresh) card.replaceWith(fresh);
  if (fresh) prepare(fresh);
  if (hadFocus) fresh?.querySelector("[data-grip]")?.focus();
  if (note) show(note);
  count();
}

// Somebody else moved things: the board as it is now.
async function refresh() {
  const answer = await fetch(location.href, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) return;
  const parts = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = parts.querySelector("[data-board]");
  if (!fresh) return;
  const held = document.activeElement?.closest("[data-card]")?.dataset.card;
  board.replaceChildren(...fresh.children);
  prepare(board);
  if (held) board.querySelector(`[data-card="${held}"] [data-grip]`)?.focus();
}

function closeDialog() {
  asking = null;
  if (dialog?.open) dialog.close();
}

dialog?.addEventListener("close", () => {
  if (!asking) return;
  const { card, start } = asking;
  asking = null;
  back(card, start, "cancelled");
  card.querySelector("[data-grip]")?.focus();
});

dialog?.addEventListener("submit", (event) => {
  if (!asking) return;
  event.preventDefault();
  const { reason, until } = event.target.elements;
  send(asking.card, asking.start, { reason: reason.value, until: until.value });
});

function prepare(root) {
  for (const grip of root.querySelectorAll("[data-grip]")) grip.hidden = false;
}

if (board) prepare(document);
