// A message as Discord shows it: the author's line, content, embeds and files.

import { componentRows, messageMenu } from "./components.js";
import { h, link, picture } from "./dom.js";
import { inlineMarkdown, markdown } from "./markdown.js";
import { clock, dayOf, fullTime, sentTime } from "./time.js";

const SUPPRESS_EMBEDS = 4;
const LOADING = 128;
const GROUP_MINUTES = 7;

/** `onDismiss` is called with a message that one person alone sees. */
export function messageElement(message, names, onDismiss) {
  const embeds = message.flags & SUPPRESS_EMBEDS ? [] : message.embeds.filter(isFirstOfItsUrl);
  const edited = message.edited_timestamp && h("span", { class: "edited", title: fullTime(message.edited_timestamp) }, "(edited)");
  const content = message.content === "" ? null : h("div", { class: "markdown content" }, markdown(message.content, names));
  if (content && edited) {
    (content.lastElementChild?.matches("p") ? content.lastElementChild : content).append(" ", edited);
  }
  const asked = askedFor(message, names);
  const thinking = message.flags & LOADING;
  return h("li", { class: "entry", "data-message-id": message.id, "data-sent": message.timestamp, "data-alone": Boolean(asked || message.seen_by) },
    h("div", { class: "day" }, h("span", null, dayOf(message.timestamp))),
    h("article", { class: message.seen_by ? "message ephemeral" : "message", tabindex: "-1", "aria-label": `Message from ${message.author.username}` },
      h("span", { class: "hover-time", "aria-hidden": "true" }, clock(message.timestamp)),
      h("img", { class: "avatar", src: "/assets/newsbot.svg", alt: "", width: 40, height: 40 }),
      asked && h("p", { class: "asked" }, asked),
      h("header", null,
        h("span", { class: "author" }, message.author.username),
        h("span", { class: "tag", title: "An app, not a person" }, "APP"),
        sentTime(message.timestamp)),
      thinking ? h("p", { class: "thinking" }, `${message.author.username} is thinking…`) : content,
      embeds.map(embed => embedElement(embed, names)),
      message.attachments.map(fileElement),
      content ? null : edited,
      componentRows(message),
      message.seen_by ? onlyYou(message, onDismiss) : thinking ? null : messageMenu(message)));
}

/** Who asked for this message, and how. */
function askedFor({ interaction_metadata: asked }, names) {
  return asked?.name
    ? [h("b", null, names.user(asked.user.id) ?? asked.user.global_name ?? asked.user.username), " used ", h("span", { class: "pill" }, asked.command_type === 1 ? `/${asked.name}` : asked.name)]
    : null;
}

function onlyYou(message, onDismiss) {
  const dismiss = h("button", { type: "button", class: "text-button", "data-key": "dismiss" }, "Dismiss");
  dismiss.addEventListener("click", () => onDismiss(message));
  return h("p", { class: "only-you" }, "Only you can see this · ", dismiss);
}

/** Marks what continues the message before it, and where a new day begins. */
export function regroup(list) {
  let before = null;
  for (const entry of list.children) {
    const sent = entry.dataset.sent;
    const sameDay = before !== null && dayOf(before) === dayOf(sent);
    entry.classList.toggle("new-day", !sameDay);
    entry.classList.toggle("continues", sameDay && entry.dataset.alone === "false" && new Date(sent) - new Date(before) < GROUP_MINUTES * 60000);
    before = sent;
  }
}

function isFirstOfItsUrl(embed, index, all) {
  return !embed.url || all.findIndex(other => other.url === embed.url) === index;
}

function embedElement(embed, names) {
  const body = [
    embed.author && h("div", { class: "embed-author" },
      embed.author.icon_url && picture({ url: embed.author.icon_url }, "embed-icon"),
      embed.author.url ? link(embed.author.url, null, embed.author.name) : h("span", null, embed.author.name)),
    embed.title && h("div", { class: "embed-title" },
      embed.url ? link(embed.url, null, inlineMarkdown(embed.title, names)) : inlineMarkdown(embed.title, names)),
    embed.description && h("div", { class: "markdown embed-text" }, markdown(embed.description, names)),
    embed.fields && h("dl", { class: "embed-fields" }, embed.fields.map(field =>
      h("div", { class: field.inline ? "field inline" : "field" },
        h("dt", null, inlineMarkdown(field.name, names)),
        h("dd", { class: "markdown" }, markdown(field.value, names))))),
  ];
  const element = h("div", { class: "embed" },
    h("div", { class: "embed-top" }, h("div", { class: "embed-body" }, body), embed.thumbnail && picture(embed.thumbnail, "embed-thumbnail")),
    embed.image && link(embed.image.url, "embed-image", picture(embed.image, "photo")),
    (embed.footer || embed.timestamp) && h("div", { class: "embed-footer" },
      embed.footer?.icon_url && picture({ url: embed.footer.icon_url }, "embed-icon"),
      embed.footer && h("span", null, embed.footer.text),
      embed.footer && embed.timestamp && h("span", { "aria-hidden": "true" }, "•"),
      embed.timestamp && sentTime(embed.timestamp)));
  if (embed.color !== undefined) {
    element.style.setProperty("--bar", `#${embed.color.toString(16).padStart(6, "0")}`);
  }
  return element;
}

function fileElement(file) {
  return file.content_type.startsWith("image/")
    ? link(file.url, "embed-image", picture(file, "photo"))
    : h("div", { class: "file" }, link(file.url, null, file.filename), h("small", null, size(file.size)));
}

export function size(bytes) {
  return bytes < 1024 ? `${bytes} bytes` : bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}
