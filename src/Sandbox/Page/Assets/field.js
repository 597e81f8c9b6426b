// One option of a command as a named field, with suggestions where it has any.

import { act } from "./act.js";
import { h } from "./dom.js";
import { matching } from "./suggest.js";
import { pickable } from "./world.js";

const INTEGER = 4;
const BOOLEAN = 5;
const NUMBER = 10;
const ATTACHMENT = 11;
const PAUSE = 120;
const MAX_SHOWN = 25;

/** `ask(focused)` gives the body of an autocompletion as all fields stand; `list` is the composer's. */
export function optionField(option, list, ask, onDone) {
  const fixed = fixedItems(option);
  const input = h("input", {
    type: "text", name: option.name, autocomplete: "off", spellcheck: "false", role: fixed || option.autocomplete ? "combobox" : null,
    "aria-expanded": fixed || option.autocomplete ? "false" : null, "aria-controls": fixed || option.autocomplete ? list.id : null, "aria-autocomplete": fixed || option.autocomplete ? "list" : null,
    "aria-required": option.required ? "true" : null, inputmode: option.type === INTEGER ? "numeric" : option.type === NUMBER ? "decimal" : null,
    "aria-label": option.name, "aria-description": option.description, title: option.description, placeholder: option.required ? "" : "optional",
    disabled: option.type === ATTACHMENT,
  });
  const element = h("label", { class: option.required ? "option required" : "option" }, h("span", { class: "option-name", "aria-hidden": "true" }, option.name), input);
  let chosen = null;
  let asked = 0;
  let timer = 0;

  input.addEventListener("input", () => {
    chosen = null;
    clear();
    suggest();
  });
  input.addEventListener("focus", () => {
    if (chosen === null) {
      suggest();
    }
  });
  input.addEventListener("blur", () => {
    asked++;
    clearTimeout(timer);
    list.hide();
  });

  return {
    element,
    input,
    option,
    /** What is to be sent; "" when nothing is. */
    value() {
      const text = input.value.trim();
      if (chosen !== null) {
        return chosen.value;
      }
      return fixed?.find(item => bare(item.name) === bare(text))?.value ?? text;
    },
    /** What is wrong with the field, for the person; null when nothing is. */
    wrong() {
      if (input.value.trim() === "") {
        return option.required ? `${option.name} is required` : null;
      }
      return fixed && chosen === null && !fixed.some(item => bare(item.name) === bare(input.value)) ? `Choose ${option.name} from the list` : null;
    },
    mark(message) {
      input.setAttribute("aria-invalid", "true");
      input.focus();
      return message;
    },
  };

  function clear() {
    input.removeAttribute("aria-invalid");
  }

  function suggest() {
    clearTimeout(timer);
    const mine = ++asked;
    if (fixed) {
      show(matching(fixed, input.value.replace(/^[#@]/, "")));
    } else if (option.autocomplete) {
      timer = setTimeout(() => complete(mine), PAUSE);
    }
  }

  async function complete(mine) {
    let items = [];
    let title = `${option.name}: ${option.description}`;
    try {
      const { choices } = await act(ask(option.name));
      items = choices ?? [];
      title = items.length > 0 ? title : `${option.name}: nothing found`;
    } catch (error) {
      title = `${option.name}: ${error.message}`;
    }
    if (mine === asked && document.activeElement === input) {
      show(items, title);
    }
  }

  function show(items, title = `${option.name}: ${option.description}`) {
    list.show(input, title, items.slice(0, MAX_SHOWN), item => {
      chosen = item;
      input.value = item.name;
      clear();
      onDone(input);
    }, option.required || input.value !== "");
  }
}

function bare(text) {
  return text.trim().toLowerCase().replace(/^[#@]/, "");
}

function fixedItems(option) {
  if (option.choices?.length) {
    return option.choices.map(choice => ({ name: choice.name, value: String(choice.value) }));
  }
  if (option.type === BOOLEAN) {
    return [{ name: "True", value: "true" }, { name: "False", value: "false" }];
  }
  return option.type >= 6 && option.type <= 9 ? pickable(option.type, option.channel_types) : null;
}
