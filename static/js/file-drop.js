// File drop: a file that is dragged onto the page goes into form[data-file-drop="id of its field"] and is sent.
const form = document.querySelector("form[data-file-drop]");
const field = document.getElementById(form.dataset.fileDrop);
const hasFile = (event) => event.dataTransfer?.types.includes("Files");
let inside = 0; // dragenter and dragleave come for every element on the way

const light = (isOn) => form.toggleAttribute("data-over", isOn);

addEventListener("dragenter", (event) => hasFile(event) && light((inside += 1) > 0));
addEventListener("dragleave", (event) => hasFile(event) && light((inside -= 1) > 0));
addEventListener("dragover", (event) => hasFile(event) && event.preventDefault());
addEventListener("drop", (event) => {
  if (!hasFile(event)) return;
  event.preventDefault();
  inside = 0;
  light(false);
  field.files = event.dataTransfer.files;
  form.requestSubmit();
});
for (const each of form.querySelectorAll("[data-drop-words]")) each.hidden = false;
