// Discord's description of its API: its own openapi.json where somebody has put one, else what the npm package discord-api-spec
// was generated from it.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const beside = join(here, "../../../shared/discord/openapi.json");

/** Gives { document, source }; without a document the source says what is missing. */
export async function load() {
  // The variable is there to try another version.
  const file = process.env.NEWSBOT_DISCORD_SPEC ?? beside;
  if (existsSync(file)) return { document: JSON.parse(readFileSync(file, "utf8")), source: "openapi.json" };
  try {
    return { document: await generated(), source: "npm discord-api-spec" };
  } catch (error) {
    return { document: null, source: `neither ${file} nor the npm package discord-api-spec is there (${error.code ?? error.message})` };
  }
}

// The package has no openapi.json, but Zod schemas of all parts, and TypeScript that names each route's: together the same.
async function generated() {
  const schemas = await import("discord-api-spec/zod");
  const { toJSONSchema } = await import("zod");
  const types = fileURLToPath(import.meta.resolve("discord-api-spec")).replace(/\.js$/, ".ts");
  const paths = {};
  for (const { template, method, query, body } of read(readFileSync(types, "utf8"))) {
    const operation = { parameters: query.map((name) => ({ name, in: "query", schema: {} })) };
    if (body !== null) {
      operation.requestBody = { content: {} };
      const parts = body.split("|").map((name) => schemaOf(name.trim(), schemas, toJSONSchema));
      // Bodies that are written out in place have no schema of their own to ask.
      if (parts.every((part) => part !== null)) operation.requestBody.content["application/json"] = { schema: { anyOf: parts } };
    }
    (paths[template] ??= {})[method] = operation;
  }
  return { paths };
}

function schemaOf(name, schemas, toJSONSchema) {
  if (name === "null") return { type: "null" };
  const list = name.endsWith("[]");
  const schema = schemas[`${list ? name.slice(0, -2) : name}Schema`];
  if (schema === undefined) return null;
  const { $schema, ...json } = toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return inlined(list ? { type: "array", items: json } : json);
}

// What refers to "#/$defs/…" must say whose, once it stands inside another document.
let schemasMade = 0;
function inlined(json) {
  json.$id = `part-${schemasMade++}`;
  return json;
}

/** The routes of the interface `Paths`, by its indentation. */
function* read(text) {
  let [template, method, query, inQuery, body] = [null, null, [], false, null];
  let open = null; // a body whose union goes on in the next lines
  for (const line of text.slice(text.indexOf("interface Paths")).split("\n")) {
    let found;
    if (open !== null) {
      open += line.trim();
      if (line.endsWith(";")) [body, open] = [open.replace(/;$/, "").replace(/^\|/, ""), null];
    } else if ((found = /^ {2}"(\/[^"]*)": \{/.exec(line))) template = found[1];
    else if ((found = /^ {4}(get|put|post|patch|delete): \{/.exec(line))) [method, query, body] = [found[1], [], null];
    else if (/^ {8}query\?: \{/.test(line)) inQuery = true;
    else if (/^ {8}\};/.test(line)) inQuery = false;
    else if (inQuery && (found = /^ {10}"?([\w.]+)"?\??:/.exec(line))) query.push(found[1]);
    else if ((found = /^ {6}requestBody\??:(.*)$/.exec(line)) && found[1].trim() !== "undefined;") {
      if (found[1].endsWith(";")) body = found[1].trim().slice(0, -1);
      else if (found[1].trim() === "") open = "";
      else body = "(in place)";
    } else if (/^ {4}\};/.test(line) && method !== null) {
      yield { template, method, query, body };
      method = null;
    } else if (/^\}/.test(line)) return;
  }
}
