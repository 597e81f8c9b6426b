// Does the work that the form asks for: finds a number for which SHA-256 of "challenge.address.number" begins with so many zero
// bits. It runs in slices, so that the page stays alive, and is written out because the browser's own SHA-256 answers one at a time.
"use strict";
(() => {
  const SLICE = 4000;

  const K = new Uint32Array(64);
  const START = new Uint32Array(8);
  (function constants() {
    // The fractional parts of the roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3).
    const part = (x) => ((x - Math.floor(x)) * 4294967296) >>> 0;
    for (let n = 2, i = 0; i < 64; n++) {
      let prime = true;
      for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
      if (!prime) continue;
      if (i < 8) START[i] = part(Math.sqrt(n));
      K[i++] = part(Math.cbrt(n));
    }
  })();

  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  const W = new Uint32Array(64);

  function firstWord(bytes) {
    const blocks = (bytes.length + 9 + 63) >> 6;
    const padded = new Uint8Array(blocks * 64);
    padded.set(bytes);
    padded[bytes.length] = 0x80;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 4, bytes.length * 8);
    const H = Uint32Array.from(START);
    for (let at = 0; at < padded.length; at += 64) {
      for (let i = 0; i < 16; i++) W[i] = view.getUint32(at + i * 4);
      for (let i = 16; i < 64; i++) {
        const a = W[i - 15], b = W[i - 2];
        W[i] = W[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + W[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
      }
      let [a, b, c, d, e, f, g, h] = H;
      for (let i = 0; i < 64; i++) {
        const t = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
        const u = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + t) | 0; d = c; c = b; b = a; a = (t + u) | 0;
      }
      H[0] += a; H[1] += b; H[2] += c; H[3] += d; H[4] += e; H[5] += f; H[6] += g; H[7] += h;
    }
    return H[0];
  }

  function prepare(form) {
    const field = (name) => form.elements.namedItem(name);
    const note = form.querySelector("[data-note]");
    let running = "", sending = false;

    try {
      field("zone").value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
    } catch { /* Then the digest comes in its own zone. */ }

    function work() {
      const address = field("address").value.trim();
      const wanted = `${field("challenge").value}.${address}.`;
      if (address === "" || running === wanted) return;
      running = wanted;
      field("number").value = "";
      const prefix = new TextEncoder().encode(wanted);
      let number = 0;
      (function slice() {
        if (running !== wanted) return;
        for (const end = number + SLICE; number < end; number++) {
          const digits = String(number);
          const bytes = new Uint8Array(prefix.length + digits.length);
          bytes.set(prefix);
          for (let i = 0; i < digits.length; i++) bytes[prefix.length + i] = digits.charCodeAt(i);
          if (Math.clz32(firstWord(bytes)) >= Number(form.dataset.bits)) {
            field("number").value = String(number);
            if (sending) form.submit();
            return;
          }
        }
        setTimeout(slice, 0);
      })();
    }

    field("address").addEventListener("input", () => { running = ""; sending = false; field("number").value = ""; note.hidden = true; });
    field("address").addEventListener("change", work);
    form.addEventListener("submit", (event) => {
      if (field("number").value !== "") return;
      event.preventDefault();
      sending = true;
      note.hidden = false;
      work();
    });
  }

  document.querySelectorAll("form[data-bits]").forEach(prepare);
})();
