// Finds the route of a request in an OpenAPI document, and says what is wrong with the request.
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { correct } from "./quirks.mjs";

const mostErrors = 3; // of one request: the deepest ones tell

/** Gives (method, path) => { name, check(body, query) } or null. `check` gives what is wrong, or null when nobody says what is right. */
export function routes(document) {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
  addFormats(ajv);
  // These two only say which kind of string or number is meant; the schemas carry the pattern and the bounds besides.
  for (const format of ["snowflake", "nonce"]) ajv.addFormat(format, true);
  ajv.addSchema(correct(document), "discord");
  const all = Object.entries(document.paths).flatMap(([template, item]) =>
    Object.entries(item)
      .filter(([method]) => ["get", "put", "post", "patch", "delete"].includes(method))
      .map(([method, operation]) => route(ajv, document, template, method, operation, item)));
  // "@original" stands for itself before it stands for a message id.
  all.sort((a, b) => a.parameters - b.parameters);
  return (method, path) => all.find((one) => one.method === method && one.pattern.test(path)) ?? null;
}

function route(ajv, document, template, method, operation, item) {
  const pattern = new RegExp(`^${template.split(/\{[^}]+\}/).map((text) => text.replace(/[.*+?^$()|[\]\\]/g, "\\$&")).join("[^/]+")}$`);
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) => (one.$ref ? at(document, one.$ref) : one));
  const query = new Map(parameters.filter((one) => one.in === "query").map((one) => [one.name, one]));
  const described = operation.requestBody?.content?.["application/json"];
  let validate; // compiled when it is needed: most routes never are
  return {
    method: method.toUpperCase(),
    name: `${method.toUpperCase()} ${template}`,
    parameters: template.split("{").length,
    pattern: withOriginal(pattern),
    check(body, given) {
      const wrong = [...given].flatMap(([name, value]) => wrongQuery(query.get(name), name, value, ajv, document));
      for (const [name, one] of query) if (one.required && !given.has(name)) wrong.push(`the query lacks ${name}`);
      if (body === null) return operation.requestBody?.required ? [...wrong, "the body is missing"] : wrong;
      if (operation.requestBody === undefined) return [...wrong, "a body where none belongs"];
      if (described === undefined) return wrong.length > 0 ? wrong : null;
      validate ??= ajv.compile({ $ref: `discord#${pointer(["paths", template, method, "requestBody", "content", "application/json", "schema"])}` });
      if (!validate(body)) wrong.push(...explain(validate.errors));
      return wrong;
    },
  };
}

// discord.js writes "@" as %40.
function withOriginal(pattern) {
  return { test: (path) => pattern.test(path.replaceAll("%40", "@")) };
}

function wrongQuery(parameter, name, value, ajv, document) {
  if (parameter === undefined) return [`the query knows no ${name}`];
  const schema = parameter.schema?.$ref ? at(document, parameter.schema.$ref) : (parameter.schema ?? {});
  const types = [schema.type, ...(schema.oneOf ?? []).map((one) => one.type)].flat();
  const typed = types.includes("integer") ? Number(value) : types.includes("boolean") ? { true: true, false: false, 1: true, 0: false }[value] : value;
  const good = typed !== undefined && ajv.compile({ ...(parameter.schema?.$ref ? { $ref: `discord${parameter.schema.$ref}` } : schema) })(typed);
  return good ? [] : [`the query's ${name} must not be ${value}`];
}

function at(document, reference) {
  return reference.slice(2).split("/").reduce((node, key) => node[key.replaceAll("~1", "/").replaceAll("~0", "~")], document);
}

function pointer(keys) {
  return keys.map((key) => "/" + encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"))).join("");
}

// A union that fits nowhere complains of each of its branches: what lies deepest came nearest, and those that are of another type not at all.
function explain(all) {
  const errors = all.filter((error) => !(["enum", "const"].includes(error.keyword) && error.instancePath.endsWith("/type")) && error.keyword !== "oneOf" && error.keyword !== "anyOf");
  if (errors.length === 0) errors.push(...all);
  const depth = (error) => error.instancePath.split("/").length;
  const texts = [...errors].sort((a, b) => depth(b) - depth(a)).map((error) => `${error.instancePath || "the body"} ${error.message}${detail(error.params)}`);
  return [...new Set(texts)].slice(0, mostErrors);
}

function detail(params) {
  const said = params.additionalProperty ?? params.allowedValues?.join(", ");
  return said === undefined ? "" : ` (${said})`;
}
