// Checks what a test run asked of Discord against Discord's own description of its API.
//
//   node check.mjs FOLDER     FOLDER holds *.jsonl, a line a request: {"method","path","body","status"}
//
// A request that was answered 2xx must have a path, a query and a body that the description knows; one that was refused (the
// tests send wrong ones on purpose) or never answered is counted and left alone. The last line counts routes, not requests:
// "N passed, M failed, K skipped". Exits with 1 when M is not 0.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { routes } from "./routes.mjs";
import { load } from "./source.mjs";

const mostShown = 5; // violations of one route; the rest are counted
const mostText = 300;

const folder = process.argv[2];
if (!folder) {
  console.error("usage: node check.mjs FOLDER");
  process.exit(2);
}

const spec = await load();
if (spec.document === null) {
  console.log(`no description of Discord's API: ${spec.source}`);
  console.log("0 passed, 0 failed, 1 skipped");
  process.exit(0);
}

const find = routes(spec.document);
const seen = new Map(); // route -> { valid, unchecked, violations }
let refused = 0;
for (const file of readdirSync(folder).filter((name) => name.endsWith(".jsonl")).sort()) {
  for (const line of readFileSync(join(folder, file), "utf8").split("\n")) {
    // A program that is killed while it writes leaves half a line.
    const request = line === "" ? null : parse(line);
    if (request === null) continue;
    if (request.status === null || request.status < 200 || request.status > 299) refused++;
    else note(request);
  }
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function note(request) {
  const [path, query] = request.path.replace(/^\/api\/v\d+/, "").split("?");
  const route = find(request.method, path);
  const name = route === null ? `${request.method} ${path}` : route.name;
  const entry = seen.get(name) ?? { valid: 0, unchecked: 0, violations: [] };
  seen.set(name, entry);
  const wrong = route === null ? ["the description knows no such route"] : route.check(request.body, new URLSearchParams(query ?? ""));
  if (wrong === null) entry.unchecked++;
  else if (wrong.length === 0) entry.valid++;
  else entry.violations.push(`${wrong.join("; ")}  in ${JSON.stringify(request.body)}`);
}

let [passed, failed, skipped] = [0, 0, 0];
for (const [name, { valid, unchecked, violations }] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1))) {
  if (violations.length > 0) failed++;
  else if (valid > 0) passed++;
  else skipped++;
  const odd = violations.length > 0 ? `, ${violations.length} INVALID` : unchecked > 0 ? `, ${unchecked} without a description of their body` : "";
  console.log(`${String(valid).padStart(6)} valid${odd}  ${name}`);
  for (const text of violations.slice(0, mostShown)) console.log(`         ${text.slice(0, mostText)}`);
}
if (seen.size === 0) {
  console.log(`${folder} holds no request that was answered`);
  failed++;
}
const valid = [...seen.values()].reduce((sum, entry) => sum + entry.valid, 0);
console.log(`${valid} valid requests, ${refused} refused or not answered; description: ${spec.source}`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed > 0 ? 1 : 0);
