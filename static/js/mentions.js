// Mentions: in a <textarea data-mentions="datalist-id"> "@" and some letters offer the names of that list.
// Arrows choose, Enter or Tab takes, Escape leaves it. The list is a listbox that the field points at.
const plain = (text) => text.toLocaleLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
const MAX = 6;
let [box, field, start, chosen] = [null, null, 0, 0];

function close() {
  box?.remove();
  field?.removeAttribute("aria-activedescendant");
  box = field = null;
}

function take(name) {
  const [end, target] = [field.selectionEnd, field];
  target.setRangeText(`${name} `, start + 1, end, "end");
  close();
  target.focus();
  target.dispatchEvent(new Event("input", { bubbles: true }));
}

function mark() {
  [...box.children].forEach((each, n) => each.setAttribute("aria-selected", String(n === chosen)));
  field.setAttribute("aria-activedescendant", box.children[chosen].id);
}

function show(target, names) {
  close();
  if (!names.length) return;
  [field, chosen] = [target, 0];
  box = document.createElement("ul");
  box.className = "mentions";
  box.id = "mentions";
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", target.labels[0]?.textContent ?? "");
  names.forEach((name, n) => {
    const item = document.createElement("li");
    item.id = `mention-${n}`;
    item.setAttribute("role", "option");
    item.textContent = name;
    item.addEventListener("mousedown", (event) => (event.preventDefault(), take(name)));
    box.append(item);
  });
  target.setAttribute("aria-controls", "mentions");
  target.after(box);
  mark();
}

document.addEventListener("input", ({ target }) => {
  const list = target.dataset?.mentions && document.getElementById(target.dataset.mentions);
  if (!list) return;
  const before = target.value.slice(0, target.selectionEnd);
  const found = /(?:^|[\s(])@([^\s@][^@\n]{0,40}|)$/u.exec(before);
  if (!found) return close();
  start = before.length - found[1].length - 1;
  const words = plain(found[1]);
  const names = [...list.options].map((each) => each.value).filter((name) => plain(name).split(/\s+/).some((_part, n, all) => all.slice(n).join(" ").startsWith(words)));
  show(target, names.slice(0, MAX));
});

document.addEventListener("keydown", (event) => {
  if (!box || event.target !== field) return;
  const names = [...box.children];
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + names.length) % names.length;
    mark();
  } else if (event.key === "Enter" || event.key === "Tab") take(names[chosen].textContent);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

document.addEventListener("focusout", ({ target }) => target === field && close());
