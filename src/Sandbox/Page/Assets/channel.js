// The view of one channel.

import { h } from "./dom.js";
import { messageElement, regroup } from "./message.js";

/** Close enough to the end to follow new messages. */
const AT_END = 80;

export function channelView(channel, messages, names) {
  const list = h("ol", { class: "messages", "aria-label": `Messages in ${channel.name}` }, messages.map(message => messageElement(message, names)));
  const scroll = h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `#${channel.name}` },
    h("div", { class: "welcome" },
      h("div", { class: "hash", "aria-hidden": "true" }, "#"),
      h("h2", null, `Welcome to #${channel.name}`),
      h("p", null, channel.topic || `This is the beginning of #${channel.name}.`)),
    list);
  const element = h("section", { class: "view channel" },
    h("header", { class: "top" },
      h("h1", null, h("span", { class: "hash", "aria-hidden": "true" }, "#"), channel.name),
      channel.topic && h("p", { class: "topic", title: channel.topic }, channel.topic)),
    scroll,
    h("p", { class: "composer" }, `Only NewsBot writes in #${channel.name}`));
  const toEnd = () => scroll.scrollTo(0, scroll.scrollHeight);
  let following = true;
  scroll.addEventListener("scroll", () => {
    following = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < AT_END;
  }, { passive: true });
  new ResizeObserver(() => following && toEnd()).observe(list); // Also when an image arrives late.
  regroup(list);

  return {
    element,
    shown: toEnd,
    /** Puts a message where it belongs: in place of its older self, or among the others by id. */
    put(message) {
      const made = messageElement(message, names);
      const old = find(message.id);
      if (old) {
        old.replaceWith(made);
      } else {
        const next = [...list.children].find(other => later(other.dataset.messageId, message.id));
        made.classList.add("arrives");
        list.insertBefore(made, next ?? null);
      }
      regroup(list);
    },
    remove(id) {
      find(id)?.remove();
      regroup(list);
    },
  };

  function find(id) {
    return [...list.children].find(entry => entry.dataset.messageId === id);
  }
}

/** Whether one id is younger than another; ids are numbers too large for JavaScript's own. */
export function later(one, other) {
  return BigInt(one) > BigInt(other);
}
