// Preview: boxes of a tried answer (form[data-preview]) exclude each other as in the review room; what follows from
// them is asked for by htmx.
document.addEventListener("change", ({ target }) => {
  const form = target.closest?.("form[data-preview]");
  if (!form) return;
  const choice = target.closest(".choice");
  const tick = choice.querySelector(".choice__input");
  if (target.name === "n") {
    choice.toggleAttribute("data-set-aside", target.checked);
    tick.disabled = target.checked;
    if (target.checked) tick.checked = false;
  } else if (target.checked) {
    const others = form.querySelectorAll(`[name=s]${"none" in target.dataset ? ":not([data-none])" : "[data-none]"}`);
    for (const each of others) each.checked = false;
  }
}, true);
