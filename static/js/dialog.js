// Dialogs: [data-dialog-open="id"] opens, [data-dialog-close] or a click on the backdrop closes.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialogOpen);
    if (dialog && !dialog.open) {
      dialog.showModal();
      event.preventDefault();
    }
    return;
  }
  const closer = event.target.closest("[data-dialog-close]");
  const dialog = closer ? closer.closest("dialog") : event.target;
  if (closer || (dialog instanceof HTMLDialogElement && isOutside(dialog, event))) dialog.close();
});

function isOutside(dialog, event) {
  if (event.detail === 0) return false; // a key press, not a pointer
  const box = dialog.getBoundingClientRect();
  return (
    event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom
  );
}
