// A small list that opens at a button: a menu of commands, or the options of a select.

import { h } from "./dom.js";

let open = null;

/**
 * Items are { name, detail, value, default }. A menu or a select of one closes with the first choice; a select of several with "Done".
 * `onDone` gets the values. Returns what to place beside the button.
 */
export function popup(button, { role, label, items, min = 1, max = 1, onDone }) {
  const host = h("div", { class: "popup-host" }, button);
  button.setAttribute("aria-haspopup", role);
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => (open?.button === button ? close() : show()));
  return host;

  function show() {
    close();
    const found = items();
    const several = role === "listbox" && max > 1;
    const chosen = new Set(found.filter(item => item.default).map(item => item.value));
    const option = role === "menu" ? "menuitem" : "option";
    const entries = found.map(item => h("li", { role: option, tabindex: "-1", "aria-selected": role === "menu" ? null : String(chosen.has(item.value)) },
      h("span", { class: "suggest-name" }, item.name), item.detail && h("span", { class: "suggest-detail" }, item.detail)));
    const list = h("ul", { role, "aria-label": label, "aria-multiselectable": several ? "true" : null }, entries);
    const done = several && h("button", { type: "button", class: "button primary" }, "Done");
    const element = h("div", { class: "popup" }, found.length > 0 ? list : h("p", { class: "suggest-title", tabindex: "-1" }, "Nothing to choose here"), done);
    const finish = values => {
      close();
      button.focus();
      onDone(values);
    };
    const take = at => {
      const { value } = found[at];
      if (!several) {
        finish([value]);
        return;
      }
      chosen.has(value) ? chosen.delete(value) : chosen.size < max && chosen.add(value);
      entries[at].setAttribute("aria-selected", String(chosen.has(value)));
      done.disabled = chosen.size < min;
    };
    if (done) {
      done.disabled = chosen.size < min;
      done.addEventListener("click", () => finish([...chosen]));
    }
    list.addEventListener("click", event => {
      const at = entries.indexOf(event.target.closest("li"));
      if (at >= 0) {
        take(at);
      }
    });
    element.addEventListener("keydown", event => keys(event, entries, take));
    element.addEventListener("focusout", event => {
      if (!host.contains(event.relatedTarget)) {
        close();
      }
    });
    host.append(element);
    button.setAttribute("aria-expanded", "true");
    open = { button, element };
    (entries.find(entry => entry.getAttribute("aria-selected") === "true") ?? entries[0] ?? element.firstElementChild).focus();
    element.scrollIntoView({ block: "nearest" });
  }

  function keys(event, entries, take) {
    const at = entries.indexOf(document.activeElement);
    const move = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (event.key === "Escape") {
      close();
      button.focus();
    } else if (move !== undefined && entries.length > 0) {
      entries[(move + entries.length) % entries.length].focus();
    } else if ((event.key === "Enter" || event.key === " ") && at >= 0) {
      take(at);
    } else {
      return;
    }
    event.preventDefault();
  }
}

function close() {
  open?.button.setAttribute("aria-expanded", "false");
  const element = open?.element;
  open = null;
  element?.remove();
}
