// Filter: <input data-filter="list-id"> hides children of the list whose data-filter-text lacks the words;
// <select data-filter-state="list-id"> those in which nothing has the chosen word in its data-states.
// Groups ([data-filter-group]) without a visible item are hidden, folded ones with one are opened;
// [data-filter-empty] appears when nothing is left.
const plain = (text) => text.toLocaleLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
const states = (item) => (item.querySelector("[data-states]") ?? item).dataset.states?.split(" ") ?? [];

function filter(list) {
  const words = plain(document.querySelector(`[data-filter="${list.id}"]`)?.value ?? "").split(/\s+/).filter(Boolean);
  const state = document.querySelector(`[data-filter-state="${list.id}"]`)?.value;
  let left = 0;
  for (const item of list.querySelectorAll("[data-filter-text]")) {
    const text = plain(item.dataset.filterText);
    item.hidden = !words.every((word) => text.includes(word)) || Boolean(state && !states(item).includes(state));
    if (!item.hidden) left += 1;
  }
  for (const group of list.querySelectorAll("[data-filter-group]")) {
    group.hidden = !group.querySelector("[data-filter-text]:not([hidden])");
    if (group.tagName === "DETAILS" && (words.length || state)) group.open = true;
  }
  const empty = list.querySelector("[data-filter-empty]");
  if (empty) empty.hidden = left > 0;
}

for (const happening of ["input", "change"]) {
  document.addEventListener(happening, ({ target }) => {
    const list = document.getElementById(target.dataset?.filter ?? target.dataset?.filterState ?? "");
    if (list) filter(list);
  });
}
