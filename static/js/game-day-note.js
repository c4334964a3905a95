// Notes of a running game day: written down without leaving the page, so that one keeps typing. What could not be
// written stays in its place. Shown by game-day-live.js.
const form = document.querySelector("form[data-game-note]");

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (form.dataset.sending) return;
  const text = form.elements.text;
  const said = form.querySelector("[data-game-said]");
  const body = new URLSearchParams(new FormData(form));
  body.set("kind", event.submitter?.value || "note");
  form.dataset.sending = "1";
  said.textContent = "";
  try {
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual", headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(15000) });
    if (answer.status === 200) {
      // Typed on while it was on its way: that stays.
      if (text.value === body.get("text")) text.value = "";
      document.dispatchEvent(new CustomEvent("game-day:news", { detail: { html: await answer.text() } }));
    } else if ([409, 422].includes(answer.status)) said.textContent = await answer.text();
    else said.textContent = said.dataset.lost;
  } catch {
    said.textContent = said.dataset.lost;
  }
  delete form.dataset.sending;
  text.focus();
});
