// Conflict: with the script a decision is sent as a change of its own, and only that.
// "Mine" sends the field as it stands now, "merged" what stands in the field for both together; "theirs" shows
// in the field what is stored.
const form = document.querySelector("form[data-answer]");

function decide(row) {
  const path = row.dataset.clash;
  const side = row.querySelector("input:checked").value;
  const merged = row.querySelector("textarea")?.value;
  row.remove();
  const controls = [...form.elements].filter((each) => each.name === path && each.type !== "hidden");
  if (side !== "theirs") {
    const control = controls.find((each) => each.checked) ?? controls[0];
    if (side === "merged") control.value = merged;
    control.dispatchEvent(new Event("change", { bubbles: true }));
    return;
  }
  const state = JSON.parse(document.getElementById("revision").dataset.state);
  const others = [...form.elements].map((each) => each.name).filter((name) => name !== path);
  form.dispatchEvent(new CustomEvent("answer:state", { detail: { state, busy: new Set(others) } }));
}

form?.addEventListener("submit", (event) => {
  event.preventDefault(); // every change saves itself
  const rows = [...form.querySelectorAll("[data-clash]")];
  if (!rows.length || !rows.every((row) => row.querySelector("input:checked"))) return;
  rows.forEach(decide);
  document.getElementById("conflict").replaceChildren();
  form.dispatchEvent(new Event("answer:decided"));
});
