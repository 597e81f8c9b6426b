// The view of one channel.

import { h } from "./dom.js";
import { messageElement, regroup } from "./message.js";

/** Close enough to the end to follow new messages. */
const AT_END = 80;

/** `box` is the element people type in; `onDismiss` is called with a message that its only reader wants to lose. */
export function channelView(channel, messages, names, box, onDismiss) {
  const list = h("ol", { class: "messages", "aria-label": `Messages in ${channel.name}` }, messages.map(make));
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
    box);
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
      const made = make(message);
      const old = find(message.id);
      if (old) {
        const focused = old.contains(document.activeElement) ? document.activeElement.dataset.key ?? "" : null;
        old.replaceWith(made);
        refocus(made, focused);
      } else {
        const next = [...list.children].find(other => later(other.dataset.messageId, message.id));
        made.classList.add("arrives");
        list.insertBefore(made, next ?? null);
      }
      regroup(list);
    },
    remove(id) {
      const old = find(id);
      if (old?.contains(document.activeElement)) {
        scroll.focus({ preventScroll: true });
      }
      old?.remove();
      regroup(list);
    },
  };

  function make(message) {
    return messageElement(message, names, onDismiss);
  }

  /** An edit must not take the keyboard away: the same control again, or the message. */
  function refocus(made, key) {
    if (key !== null) {
      (made.querySelector(`[data-key="${CSS.escape(key)}"]:not([disabled])`) ?? made.querySelector("article")).focus({ preventScroll: true });
    }
  }

  function find(id) {
    return [...list.children].find(entry => entry.dataset.messageId === id);
  }
}

/** Whether one id is younger than another; ids are numbers too large for JavaScript's own. */
export function later(one, other) {
  return BigInt(one) > BigInt(other);
}
