// A message as Discord shows it: the author's line, content, embeds and files.

import { h, link, picture } from "./dom.js";
import { inlineMarkdown, markdown } from "./markdown.js";
import { clock, dayOf, fullTime, sentTime } from "./time.js";

const SUPPRESS_EMBEDS = 4;
const GROUP_MINUTES = 7;

export function messageElement(message, names) {
  const embeds = message.flags & SUPPRESS_EMBEDS ? [] : message.embeds.filter(isFirstOfItsUrl);
  const edited = message.edited_timestamp && h("span", { class: "edited", title: fullTime(message.edited_timestamp) }, "(edited)");
  const content = message.content === "" ? null : h("div", { class: "markdown content" }, markdown(message.content, names));
  if (content && edited) {
    (content.lastElementChild?.matches("p") ? content.lastElementChild : content).append(" ", edited);
  }
  return h("li", { class: "entry", "data-message-id": message.id, "data-sent": message.timestamp },
    h("div", { class: "day" }, h("span", null, dayOf(message.timestamp))),
    h("article", { class: "message", "aria-label": `Message from ${message.author.username}` },
      h("span", { class: "hover-time", "aria-hidden": "true" }, clock(message.timestamp)),
      h("img", { class: "avatar", src: "/assets/newsbot.svg", alt: "", width: 40, height: 40 }),
      h("header", null,
        h("span", { class: "author" }, message.author.username),
        h("span", { class: "tag", title: "An app, not a person" }, "APP"),
        sentTime(message.timestamp)),
      content,
      embeds.map(embed => embedElement(embed, names)),
      message.attachments.map(fileElement),
      content ? null : edited));
}

/** Marks what continues the message before it, and where a new day begins. */
export function regroup(list) {
  let before = null;
  for (const entry of list.children) {
    const sent = entry.dataset.sent;
    const sameDay = before !== null && dayOf(before) === dayOf(sent);
    entry.classList.toggle("new-day", !sameDay);
    entry.classList.toggle("continues", sameDay && new Date(sent) - new Date(before) < GROUP_MINUTES * 60000);
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
