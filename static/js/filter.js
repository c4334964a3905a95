// Filter: <input data-filter="list-id"> hides children of the list whose data-filter-text lacks the words.
// Groups ([data-filter-group]) without a visible item are hidden; [data-filter-empty] appears when nothing is left.
const plain = (text) => text.toLocaleLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

document.addEventListener("input", (event) => {
  const list = document.getElementById(event.target.dataset?.filter ?? "");
  if (!list) return;
  const words = plain(event.target.value).split(/\s+/).filter(Boolean);
  let left = 0;
  for (const item of list.querySelectorAll("[data-filter-text]")) {
    const text = plain(item.dataset.filterText);
    item.hidden = !words.every((word) => text.includes(word));
    if (!item.hidden) left += 1;
  }
  for (const group of list.querySelectorAll("[data-filter-group]")) {
    group.hidden = !group.querySelector("[data-filter-text]:not([hidden])");
  }
  const empty = list.querySelector("[data-filter-empty]");
  if (empty) empty.hidden = left > 0;
});
