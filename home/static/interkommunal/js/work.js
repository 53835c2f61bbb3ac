// The proof of work of a form with data-work="bits": looks for a number that together with the form's token has a
// SHA-256 with so many zero bits at its beginning, and sends it along as "work" (see exchange/citizens/proof.py).
// Where it cannot be done the form is sent without it; the site then asks for more patience.

const AT_ONCE = 500;

function zeroBits(digest) {
  let bits = 0;
  for (const byte of new Uint8Array(digest)) {
    if (byte) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}

/** The first number that is work enough. Digests are asked for in groups, and the page stays awake in between. */
async function find(token, wanted) {
  const encoder = new TextEncoder();
  for (let start = 0; ; start += AT_ONCE) {
    const group = Array.from({ length: AT_ONCE }, (_, offset) =>
      crypto.subtle.digest("SHA-256", encoder.encode(`${token}.${start + offset}`)),
    );
    const found = (await Promise.all(group)).findIndex((digest) => zeroBits(digest) >= wanted);
    if (found >= 0) return start + found;
  }
}

function connect(form) {
  const bits = Number(form.dataset.work);
  if (!bits || !globalThis.crypto?.subtle) return;
  const status = form.querySelector("[data-work-status]");
  let work;
  let waiting = false;

  const doWork = async () => {
    const value = await find(form.elements.token.value, bits).catch(() => "");
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "work", value }));
  };
  const begin = () => (work ??= doWork());

  form.addEventListener("input", begin, { once: true });
  form.addEventListener("submit", async (event) => {
    if (form.elements.work) return;
    event.preventDefault();
    if (waiting) return;
    waiting = true;
    status.textContent = form.dataset.working;
    await begin();
    // Not before this event is over: until then a form cannot be sent again.
    setTimeout(() => form.requestSubmit(event.submitter));
  });
  // Whoever comes back to the page by the browser's button finds it as it was.
  addEventListener("pageshow", () => {
    waiting = false;
    status.textContent = "";
  });
}

for (const form of document.querySelectorAll("form[data-work]")) connect(form);
