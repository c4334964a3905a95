// Go to a line: [data-goto="textarea-id"][data-line="n"] selects that line of the text.
for (const button of document.querySelectorAll("[data-goto]")) {
  const text = document.getElementById(button.dataset.goto);
  button.hidden = !text?.value;
  button.addEventListener("click", () => {
    const lines = text.value.split("\n");
    const wanted = Math.min(Number(button.dataset.line), lines.length) - 1;
    const start = lines.slice(0, wanted).reduce((sum, line) => sum + line.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + lines[wanted].length);
    const height = parseFloat(getComputedStyle(text).lineHeight);
    text.scrollTop = Math.max(0, (wanted - 3) * height);
  });
}
