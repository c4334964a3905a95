// Only: fields that are asked for only where another field of their form has one of some values
// ([data-only='{"role": ["component"]}']) are hidden otherwise, and not sent.
function arrange(form) {
  for (const field of form.querySelectorAll("[data-only]")) {
    const isAsked = Object.entries(JSON.parse(field.dataset.only)).every(([name, values]) => {
      const other = form.elements.namedItem(name);
      return !other || values.includes(other.value);
    });
    field.hidden = !isAsked;
    for (const control of field.querySelectorAll("input, select, textarea")) control.disabled = !isAsked;
  }
}

const all = () => new Set([...document.querySelectorAll("form [data-only]")].map((field) => field.closest("form")));

document.addEventListener("change", ({ target }) => target.form?.querySelector("[data-only]") && arrange(target.form));
document.addEventListener("sheet:shown", () => all().forEach(arrange));
all().forEach(arrange);
