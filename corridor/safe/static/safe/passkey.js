// Ask the browser for a passkey when the form is sent, and send its answer. Without it the page offers codes.
for (const form of document.querySelectorAll("form.with-passkey")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));
  const wanted = () => {
    const asked = JSON.parse(form.querySelector(".asked").textContent).publicKey;
    asked.challenge = bytes(asked.challenge);
    if (asked.user) asked.user.id = bytes(asked.user.id);
    asked.allowCredentials = known(asked.allowCredentials);
    asked.excludeCredentials = known(asked.excludeCredentials);
    return { publicKey: asked };
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const made = await navigator.credentials[form.dataset.passkey](wanted());
      const response = {};
      for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature"])
        if (made.response[part]) response[part] = text(made.response[part]);
      form.elements.passkey.value = JSON.stringify({
        id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: {},
      });
      form.submit();
    } catch {
      form.querySelector(".flag").hidden = false;
    }
  });
}
