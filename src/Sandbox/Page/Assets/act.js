// What a person does goes to the server; what becomes of it comes back by the live events, under the same nonce.

/** The bot has 3 seconds; a little more for the way. */
const PATIENCE = 6000;
const FAILED = "The application did not respond";

const waiting = new Map();

/** Resolves to { state: "answered" | "modal" | "choices", id, … }; throws an Error whose message is for the person. */
export async function act(body) {
  const nonce = crypto.randomUUID();
  const outcome = new Promise(resolve => waiting.set(nonce, resolve));
  try {
    const answer = await fetch("/sandbox/interactions", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ ...body, nonce }) });
    if (!answer.ok) {
      throw new Error((await answer.json()).error);
    }
    const late = new Promise(resolve => setTimeout(resolve, PATIENCE, { state: "failed" }));
    const result = await Promise.race([outcome, late]);
    if (result.state === "failed") {
      throw new Error(FAILED);
    }
    return result;
  } catch (error) {
    throw error instanceof TypeError ? new Error("The local Discord cannot be reached") : error;
  } finally {
    waiting.delete(nonce);
  }
}

/** Called with every event of an interaction; those of other pages are nobody's here. */
export function heard(event) {
  waiting.get(event.nonce)?.(event);
}
