// The list of suggestions over the message box: one listbox that the focused input steers (ARIA combobox).

import { h } from "./dom.js";

let last = 0;

export function suggestions() {
  const id = `suggestions-${++last}`;
  const heading = h("p", { class: "suggest-title" });
  const list = h("ul", { role: "listbox", id });
  const element = h("div", { class: "suggest", hidden: true }, heading, list);
  let input = null;
  let items = [];
  let active = -1;
  let pick = null;
  element.addEventListener("mousedown", event => event.preventDefault()); // The input keeps the focus.
  list.addEventListener("click", event => {
    const at = [...list.children].indexOf(event.target.closest("[role=option]"));
    if (at >= 0) {
      choose(at);
    }
  });

  return {
    element,
    id,
    get open() {
      return !element.hidden;
    },
    /** Items are { name, detail, value }; `onPick` gets one. Without items the title says why. `ready`: Enter takes the first. */
    show(owner, title, found, onPick, ready = true) {
      hide();
      [input, items, pick] = [owner, found, onPick];
      heading.textContent = title;
      list.setAttribute("aria-label", title);
      list.replaceChildren(...items.map((item, number) =>
        h("li", { role: "option", id: `${id}-${number}`, "aria-selected": "false" },
          h("span", { class: "suggest-name" }, item.name),
          item.detail && h("span", { class: "suggest-detail" }, item.detail))));
      element.hidden = false;
      input.setAttribute("aria-expanded", String(items.length > 0));
      mark(ready && items.length > 0 ? 0 : -1);
    },
    hide,
    /** Whether the key was for the list. */
    key(event) {
      if (element.hidden) {
        return false;
      }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && items.length > 0) {
        mark(active < 0 && step < 0 ? items.length - 1 : (active + step + items.length) % items.length);
      } else if ((event.key === "Enter" || (event.key === "Tab" && !event.shiftKey && input.value !== "")) && active >= 0) {
        choose(active);
      } else if (event.key === "Escape") {
        hide();
      } else {
        return false;
      }
      event.preventDefault();
      return true;
    },
  };

  function hide() {
    element.hidden = true;
    input?.setAttribute("aria-expanded", "false");
    input?.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function choose(at) {
    const chosen = items[at];
    hide();
    pick(chosen);
  }

  function mark(at) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = at;
    const option = list.children[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    option ? input.setAttribute("aria-activedescendant", option.id) : input.removeAttribute("aria-activedescendant");
  }
}

/** The items whose name or detail has all the words of the text, those first that begin with it. */
export function matching(items, text) {
  const words = text.toLowerCase().split(/\s+/).filter(word => word !== "");
  const begins = item => item.name.toLowerCase().replace(/^[#@/]/, "").startsWith(words.join(" "));
  return items.filter(item => words.every(word => `${item.name} ${item.detail ?? ""}`.toLowerCase().includes(word)))
    .sort((one, other) => Number(begins(other)) - Number(begins(one)));
}
