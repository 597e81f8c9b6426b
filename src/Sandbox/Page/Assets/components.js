// The buttons, selects and commands of a message.

import { act } from "./act.js";
import { h, icon, link } from "./dom.js";
import { openModal, selectItems } from "./modal.js";
import { popup } from "./popup.js";
import { commands, me } from "./world.js";

const BUTTON = 2;
const LINK = 5;
const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "away" };
const MORE = "M6 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4zm6 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4zm6 0a2 2 0 1 0 0 4 2 2 0 0 0 0-4z";
const OUT = "M14 4v2h2.600L9 13.600 10.400 15 18 7.400V10h2V4zM5 6h6v2H7v9h9v-4h2v6H5z";
const DOWN = "M7 9.500 12 14.500 17 9.500z";

/** All rows, and the place where it says what went wrong. */
export function componentRows(message) {
  if (message.components.length === 0) {
    return null;
  }
  const alert = h("p", { class: "alert", role: "alert", hidden: true });
  const use = body => run({ ...body, message: message.id }, message, alert);
  return h("div", { class: "components" },
    message.components.map(row => h("div", { class: "component-row" }, row.components.map(item => (item.type === BUTTON ? button(item, use) : select(item, use))))),
    alert);
}

/** The "…" at a message: the commands that the bot has for messages. */
export function messageMenu(message) {
  const alert = h("p", { class: "alert", role: "alert", hidden: true });
  const more = h("button", { type: "button", class: "plain-icon", "aria-label": "Commands for this message", title: "Commands for this message", "data-key": "menu" }, icon(MORE));
  const host = popup(more, {
    role: "menu",
    label: "Commands for this message",
    items: () => commands(3).map(command => ({ name: command.name, value: command.id })),
    onDone: ([command]) => run({ kind: "menu", command, message: message.id }, message, alert),
  });
  return h("div", { class: "message-menu" }, host, alert);
}

function button(item, use) {
  const content = [item.emoji?.name && !item.emoji.id && h("span", { "aria-hidden": "true" }, item.emoji.name), item.label];
  if (item.style === LINK) {
    return link(item.url, "button away", content, icon(OUT));
  }
  const element = h("button", {
    type: "button", class: `button ${STYLES[item.style]}`, disabled: item.disabled, "data-key": item.custom_id, "aria-label": item.label ? null : item.emoji?.name,
  }, content);
  element.addEventListener("click", () => busy(element, use({ kind: "button", customId: item.custom_id })));
  return element;
}

function select(item, use) {
  const chosen = selectItems(item).filter(option => option.default).map(option => option.name).join(", ");
  const label = item.placeholder ?? "Make a choice";
  const element = h("button", { type: "button", class: "picker", disabled: item.disabled, "data-key": item.custom_id, "aria-label": chosen ? `${label}: ${chosen}` : label },
    h("span", { class: chosen ? null : "hint" }, chosen || label), icon(DOWN));
  return popup(element, {
    role: "listbox",
    label,
    items: () => selectItems(item),
    min: item.min_values,
    max: item.max_values,
    onDone: values => busy(element, use({ kind: "select", customId: item.custom_id, values })),
  });
}

async function run(body, message, alert) {
  alert.hidden = true;
  try {
    const result = await act({ ...body, as: me().id, channel: message.channel_id });
    if (result.state === "modal") {
      openModal(result, message.channel_id);
    }
  } catch (error) {
    alert.textContent = error.message;
    alert.hidden = false;
  }
}

async function busy(element, work) {
  element.setAttribute("aria-busy", "true");
  await work;
  element.removeAttribute("aria-busy");
}
