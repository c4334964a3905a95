// Ticks: within [data-ticks], the box of [data-ticks-all] ticks or unticks all others and shows
// whether all, some or none of them are ticked.
for (const group of document.querySelectorAll("[data-ticks]")) {
  const label = group.querySelector("[data-ticks-all]");
  const all = label?.querySelector("input");
  const boxes = [...group.querySelectorAll("input[type=checkbox]")].filter((box) => box !== all);
  if (!all || !boxes.length) continue;
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  group.addEventListener("change", ({ target }) => {
    if (target === all) for (const box of boxes) box.checked = all.checked;
    show();
  });
  label.hidden = false;
  show();
}
