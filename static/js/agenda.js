// Agenda: moves rows of the form up and down without a reload and adds their minutes. Without it the same buttons send
// the form.
const list = document.querySelector("[data-agenda]");
const said = document.querySelector("[data-agenda-said]");
const rows = () => [...list.querySelectorAll("[data-agenda-row]")];

function edges() {
  for (const [place, row] of rows().entries()) {
    row.querySelector("[data-move=up]").disabled = place === 0;
    row.querySelector("[data-move=down]").disabled = place === rows().length - 1;
  }
}

list?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  if (!button) return;
  event.preventDefault();
  const row = button.closest("[data-agenda-row]");
  const isUp = button.dataset.move === "up";
  if (isUp) row.previousElementSibling?.before(row);
  else row.nextElementSibling?.after(row);
  edges();
  (button.disabled ? row.querySelector(`[data-move=${isUp ? "down" : "up"}]`) : button).focus();
  const name = row.querySelector("strong").textContent;
  said.textContent = said.dataset.said.replace("{name}", name).replace("{n}", rows().indexOf(row) + 1);
});

list?.addEventListener("input", (event) => {
  if (!event.target.matches("[data-minutes]")) return;
  const sum = [...list.querySelectorAll("[data-minutes]")].reduce((total, field) => total + (Number(field.value) || 0), 0);
  document.querySelector("[data-agenda-total]").textContent = sum;
});
