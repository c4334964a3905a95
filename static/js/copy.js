// Copy: [data-copy="id"] copies that element's value or text and says so for a moment.
for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  if (!source) return;
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
  } catch {
    source.select?.(); // no permission or no HTTPS: leave it selected for the keyboard
    return;
  }
  const label = button.querySelector("span:not(.visually-hidden)") ?? button;
  const words = label.textContent;
  label.textContent = button.dataset.copied ?? words;
  setTimeout(() => (label.textContent = words), 1600);
});
