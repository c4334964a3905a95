// Passkeys: form[data-passkey="create" or "get"] asks the browser for one, puts it into its field and sends itself.
// Options come from the page (#passkey-options) or, with data-from, from that address. Without support it stays hidden.
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const readable = (list) => list?.map((entry) => ({ ...entry, id: bytes(entry.id) }));

function plain(credential, response) {
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

async function create({ publicKey }) {
  const wish = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
  const made = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: readable(publicKey.excludeCredentials),
      authenticatorSelection: { ...publicKey.authenticatorSelection, ...wish },
    },
  });
  const { clientDataJSON, attestationObject } = made.response;
  const transports = made.response.getTransports?.() ?? [];
  return plain(made, { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject), transports });
}

async function get({ publicKey }) {
  const found = await navigator.credentials.get({
    publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: readable(publicKey.allowCredentials) },
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = found.response;
  return plain(found, {
    clientDataJSON: text(clientDataJSON),
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: text(userHandle),
  });
}

async function options(form) {
  if (!form.dataset.from) {
    const told = JSON.parse(document.getElementById("passkey-options").textContent);
    return told.creation_options ?? told.request_options;
  }
  const answer = await fetch(form.dataset.from, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return (await answer.json()).request_options;
}

async function ask(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const refused = form.querySelector("[data-passkey-refused]");
  refused.hidden = true;
  try {
    const use = form.dataset.passkey === "create" ? create : get;
    form.elements.credential.value = await use(await options(form));
    form.submit();
  } catch {
    refused.hidden = false; // cancelled, timed out, or known already: the browser has told which
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", ask);
  for (const place of document.querySelectorAll("[data-passkey-missing]")) place.hidden = true;
}
