// Leave: before another page comes, what is still being typed or sent is given a moment.
// form[data-unsaved] says that something waits; "answer:flush" asks for unfinished texts.
const form = document.querySelector("form[data-answer]");
const LIMIT = 3000;
const flush = () => form.dispatchEvent(new Event("answer:flush"));

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!form || !link || link.target || event.metaKey || event.ctrlKey || event.shiftKey) return;
  flush();
  if (!form.hasAttribute("data-unsaved")) return;
  event.preventDefault();
  const go = () => location.assign(link.href);
  const timer = setTimeout(go, LIMIT);
  form.addEventListener("answer:settled", () => (clearTimeout(timer), go()), { once: true });
});

if (form) {
  addEventListener("pagehide", flush);
  addEventListener("beforeunload", (event) => {
    flush();
    const light = document.querySelector("[data-save-state]").dataset.state;
    if (["offline", "error", "signed-out"].includes(light)) event.preventDefault();
  });
}
