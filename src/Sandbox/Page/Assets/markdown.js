// Discord's Markdown into elements. Text from outside only ever becomes text nodes (see dom.js); nesting and patterns are bounded.

import { h, link } from "./dom.js";
import { discordTime } from "./time.js";

const MAX_DEPTH = 8;
const ESCAPE = /\\([^0-9A-Za-z\s])/y;
const CODE = /(`+)([^`](?:[\s\S]*?[^`])?)\1(?!`)/y;
const STRONG = /\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y;
const UNDERLINE = /__((?:\\[\s\S]|[^\\])+?)__(?!_)/y;
const STAR = /\*(?![\s*])((?:\\[\s\S]|\*\*[^*]*\*\*|[^\\*])+?)\*(?!\*)/y;
const LOW = /_(?![\s_])((?:\\[\s\S]|__[^_]*__|[^\\_])+?)_(?![0-9A-Za-z_])/y;
const STRIKE = /~~((?:\\[\s\S]|[^\\])+?)~~/y;
const SPOILER = /\|\|((?:\\[\s\S]|[^\\])+?)\|\|/y;
const MASKED = /\[((?:\\[\s\S]|[^\\[\]])+)\]\(<?(https?:\/\/(?:[^\s()<>]|\([^\s()<>]*\))+)>?(?:\s+"[^"]*")?\)/y;
const ANGLE = /<(?:(@&|@!?|#)([0-9]{1,20})|t:(-?[0-9]{1,13})(?::([tTdDfFR]))?|(https?:\/\/[^\s<>]+)|a?:([0-9A-Za-z_]{2,32}):[0-9]{1,20})>/y;
const BARE = /https?:\/\/[^\s<]*[^\s<.,:;"'\])*_~|]/y;
const EVERYONE = /@(?:everyone|here)\b/y;

/** Block level: headings, quotes, lists, fences. `names` knows role(id) -> {name, color}, channel(id) -> {id, name} and user(id) -> name. */
export function markdown(text, names) {
  return blocks(String(text), names, 0);
}

/** One line of text, as in titles. */
export function inlineMarkdown(text, names) {
  return inline(String(text), names, 0, false);
}

/** Quotes come first: a fence inside one has the quote's marks before its lines. Discord nests no quotes. */
function blocks(text, names, depth) {
  if (depth > 0) {
    return fences(text, names, depth);
  }
  const parts = [];
  const queue = text.split("\n");
  let plain = [];
  let fenced = false;
  const flush = () => {
    parts.push(...fences(plain.join("\n"), names, depth));
    plain = [];
  };
  while (queue.length > 0) {
    const line = queue.shift();
    if (!fenced && /^>>> /.test(line)) {
      flush();
      parts.push(h("blockquote", null, fences([line.slice(4), ...queue.splice(0)].join("\n"), names, depth + 1)));
    } else if (!fenced && /^> /.test(line)) {
      flush();
      const quoted = [line.slice(2)];
      while (queue.length > 0 && /^> /.test(queue[0])) {
        quoted.push(queue.shift().slice(2));
      }
      parts.push(h("blockquote", null, fences(quoted.join("\n"), names, depth + 1)));
    } else {
      fenced = fenced !== (line.split("```").length % 2 === 0);
      plain.push(line);
    }
  }
  flush();
  return parts;
}

function fences(text, names, depth) {
  const parts = [];
  const fence = /```(?:([0-9A-Za-z+#._-]*)\n)?([\s\S]+?)```\n?/g;
  let from = 0;
  for (let match; (match = fence.exec(text)) !== null; from = fence.lastIndex) {
    parts.push(...lines(text.slice(from, match.index), names, depth));
    parts.push(h("pre", { class: "fence", tabindex: "0" }, h("code", { "data-language": match[1] || null }, match[2].replace(/\n$/, ""))));
  }
  parts.push(...lines(text.slice(from), names, depth));
  return parts;
}

function lines(text, names, depth) {
  const parts = [];
  const queue = text.split("\n");
  let plain = [];
  const flush = () => {
    if (plain.some(line => line.trim() !== "")) {
      parts.push(h("p", null, inline(plain.join("\n").replace(/^\n+|\n+$/g, ""), names, depth, false)));
    }
    plain = [];
  };
  while (queue.length > 0) {
    const line = queue.shift();
    const heading = /^(#{1,3})\s+(.+)/.exec(line);
    const small = /^-#\s+(.+)/.exec(line);
    if (heading) {
      flush();
      parts.push(h(`h${heading[1].length + 3}`, null, inline(heading[2], names, depth, false)));
    } else if (small) {
      flush();
      parts.push(h("p", { class: "subtext" }, inline(small[1], names, depth, false)));
    } else if (listItem(line)) {
      flush();
      const items = [listItem(line)];
      while (queue.length > 0 && (listItem(queue[0]) || /^ {2,}\S/.test(queue[0]))) {
        const item = listItem(queue[0]);
        if (item) {
          items.push(item);
        } else {
          items.at(-1).text += `\n${queue[0].trim()}`; // A further line of the same item.
        }
        queue.shift();
      }
      parts.push(list(items, names, depth));
    } else {
      plain.push(line);
    }
  }
  flush();
  return parts;
}

function listItem(line) {
  const match = /^( *)(?:([-*])|([0-9]{1,9})\.)\s+(.+)/.exec(line);
  return match && { indent: match[1].length, start: match[3] ?? null, text: match[4] };
}

/** Items that stand further to the right than the first belong to the one before them. */
function list(items, names, depth) {
  const [first] = items;
  const element = h(first.start === null ? "ul" : "ol", { start: first.start });
  while (items.length > 0) {
    const item = items.shift();
    const inner = [];
    while (items.length > 0 && items[0].indent > first.indent) {
      inner.push(items.shift());
    }
    element.append(h("li", null,
      inline(item.text, names, depth, false),
      inner.length === 0 ? null : depth < MAX_DEPTH ? list(inner, names, depth + 1) : inner.map(deep => ` ${deep.text}`)));
  }
  return element;
}

function inline(text, names, depth, inLink) {
  if (depth >= MAX_DEPTH) {
    return [text];
  }
  const parts = [];
  let literal = "";
  const at = (pattern, index) => {
    pattern.lastIndex = index;
    return pattern.exec(text);
  };
  const nested = content => inline(content, names, depth + 1, inLink);
  for (let index = 0; index < text.length;) {
    const found = rule(text, index, at, nested, names, inLink);
    if (found === null) {
      literal += text[index++];
      continue;
    }
    if (typeof found.node === "string") {
      literal += found.node;
    } else {
      parts.push(...broken(literal), found.node);
      literal = "";
    }
    index += found.length;
  }
  parts.push(...broken(literal));
  return parts;
}

function rule(text, index, at, nested, names, inLink) {
  const made = (match, node) => ({ length: match[0].length, node });
  let match;
  switch (text[index]) {
    case "\\":
      return (match = at(ESCAPE, index)) ? made(match, match[1]) : null;
    case "`":
      return (match = at(CODE, index)) ? made(match, h("code", null, match[2].replace(/^ (?=`)|(?<=`) $/g, ""))) : null;
    case "*":
      return (match = at(STRONG, index)) ? made(match, h("strong", null, nested(match[1])))
        : (match = at(STAR, index)) ? made(match, h("em", null, nested(match[1]))) : null;
    case "_":
      if (/[0-9A-Za-z]/.test(text[index - 1] ?? "")) {
        return null;
      }
      return (match = at(UNDERLINE, index)) ? made(match, h("u", null, nested(match[1])))
        : (match = at(LOW, index)) ? made(match, h("em", null, nested(match[1]))) : null;
    case "~":
      return (match = at(STRIKE, index)) ? made(match, h("s", null, nested(match[1]))) : null;
    case "|":
      return (match = at(SPOILER, index)) ? made(match, spoiler(nested(match[1]))) : null;
    case "[":
      return !inLink && (match = at(MASKED, index)) ? made(match, link(match[2], null, inline(match[1], names, 1, true))) : null;
    case "h":
      return !inLink && (match = at(BARE, index)) ? made(match, link(match[0], null, match[0])) : null;
    case "@":
      return (match = at(EVERYONE, index)) ? made(match, h("span", { class: "pill" }, match[0])) : null;
    case "<":
      return (match = at(ANGLE, index)) ? angle(match, names) : null;
    default:
      return null;
  }
}

function angle([whole, kind, id, unix, style, url, emoji], names) {
  const made = node => ({ length: whole.length, node });
  if (unix !== undefined) {
    const time = discordTime(unix, style ?? "f");
    return time && made(time);
  }
  if (url !== undefined) {
    return made(link(url, null, url));
  }
  if (emoji !== undefined) {
    return made(`:${emoji}:`);
  }
  if (kind === "@&") {
    return made(rolePill(names.role(id)));
  }
  if (kind === "#") {
    const channel = names.channel(id);
    return made(channel ? h("a", { class: "pill", href: `#/channels/${channel.id}` }, `#${channel.name}`) : h("span", { class: "pill" }, "#unknown"));
  }
  return made(h("span", { class: "pill" }, `@${names.user(id) ?? "unknown-user"}`));
}

function rolePill(role) {
  const pill = h("span", { class: "pill role" }, role ? `@${role.name}` : "@unknown-role");
  if (role?.color) {
    pill.style.setProperty("--role", `#${role.color.toString(16).padStart(6, "0")}`);
  }
  return pill;
}

function spoiler(content) {
  const button = h("button", { class: "spoiler", type: "button", "aria-expanded": "false", "aria-label": "Spoiler" }, h("span", null, content));
  button.addEventListener("click", () => {
    button.setAttribute("aria-expanded", "true");
    button.removeAttribute("aria-label");
  });
  return button;
}

function broken(text) {
  return text === "" ? [] : text.split("\n").flatMap((line, number) => (number === 0 ? [line] : [h("br"), line]));
}
