// Go to a line: [data-goto="textarea-id"][data-line="n"] selects that line of the text; with data-column, of a long
// line (a document may be a single one) what begins there.
const LONG = 200;
for (const button of document.querySelectorAll("[data-goto]")) {
  const text = document.getElementById(button.dataset.goto);
  button.hidden = !text?.value;
  button.addEventListener("click", () => {
    const lines = text.value.split("\n");
    const wanted = Math.min(Number(button.dataset.line), lines.length) - 1;
    const start = lines.slice(0, wanted).reduce((sum, line) => sum + line.length + 1, 0);
    const length = lines[wanted].length;
    const skipped = length > LONG ? Math.min(Math.max(0, (Number(button.dataset.column) || 1) - 1), length) : 0;
    text.focus();
    text.setSelectionRange(start + skipped, start + (skipped ? Math.min(skipped + 40, length) : length));
    const height = parseFloat(getComputedStyle(text).lineHeight);
    text.scrollTop = Math.max(0, (wanted - 3) * height);
  });
}
