// What changes the shape of a draft (form[data-structure]: add, remove, duplicate, rename, undo): first what is
// still being typed is saved, then it is sent, and its page comes. Without a network this page stays. Ctrl+Z and
// Ctrl+Shift+Z undo and redo, except in a text, where they are the browser's.
const fields = document.querySelector("form[data-answer]");
const stay = document.querySelector("[data-stay]");
const LIMIT = 4000;
const PLACE = "wellarch.editor.place";

export const token = () => /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]").value;

// Resolves once everything typed is stored, or after a while.
export function settled() {
  if (!fields) return Promise.resolve();
  fields.dispatchEvent(new Event("answer:flush"));
  return new Promise((done) => {
    queueMicrotask(() => {
      if (!fields.hasAttribute("data-unsaved")) return done();
      fields.addEventListener("answer:settled", done, { once: true });
      setTimeout(done, LIMIT);
    });
  });
}

// Sends a form's fields; the answer, or null without a network.
export async function send(url, values) {
  await settled();
  values.set("csrfmiddlewaretoken", token());
  if (fields && values.has("base_revision")) values.set("base_revision", document.getElementById("revision").value);
  try {
    return await fetch(url, { method: "POST", body: new URLSearchParams(values), redirect: "manual", headers: { "HX-Request": "true" } });
  } catch {
    stay.hidden = false;
    return null;
  }
}

function go(href) {
  const url = new URL(href, location.href);
  if (url.pathname !== location.pathname) return location.assign(url);
  if (!url.hash) sessionStorage.setItem(PLACE, scrollY); // the page stays where it was
  location.replace(url);
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-structure]")) return;
  event.preventDefault();
  const button = event.submitter;
  const values = new FormData(form, button);
  for (const name of [...values.keys()]) {
    // Of the many fields of this form only those of the button are its business
    if (/^(id|to)\./.test(name) && !button?.value.endsWith(name.slice(3))) values.delete(name);
  }
  const answer = await send(form.action, values);
  const href = answer?.headers.get("HX-Redirect");
  if (href) go(href);
  else if (answer) location.reload(); // signed out, or refused: the page says so
});

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  document.querySelector(event.shiftKey ? "[data-redo]" : "[data-undo]")?.click();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-toast-close]")) event.target.closest("[data-toast]").remove();
});
for (const each of document.querySelectorAll("[data-toast-close]")) each.hidden = false;

// Where an edit led to is told once; the address of the page is that of its element.
const address = new URL(location.href);
if (address.searchParams.has("after")) {
  const isNew = address.searchParams.get("did")?.startsWith("add-");
  const title = document.getElementById(decodeURIComponent(address.hash.slice(1)))?.querySelector("[data-line]");
  const focus = () => (title ?? (address.hash ? null : document.querySelector(".editor-big")))?.focus();
  if (isNew) title ? addEventListener("load", focus) : focus(); // going to the part of a page takes the focus away until then
  else if (!address.hash) scrollTo(0, sessionStorage.getItem(PLACE) ?? 0);
  sessionStorage.removeItem(PLACE);
  address.search = "";
  history.replaceState(null, "", address);
}
