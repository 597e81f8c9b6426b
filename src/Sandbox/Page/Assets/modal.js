// A form that the bot opened: labels with text inputs and selects.

import { act } from "./act.js";
import { h } from "./dom.js";
import { markdown } from "./markdown.js";
import { me, names, pickable } from "./world.js";

const PARAGRAPH = 2;
const TEXT_INPUT = 4;
const TEXT_DISPLAY = 10;
const LABEL = 18;
let last = 0;

/** `opened` is { id, modal: { custom_id, title, components } } as the events tell it. */
export function openModal(opened, channel) {
  const { modal } = opened;
  const title = `modal-title-${++last}`;
  const alert = h("p", { class: "alert", role: "alert", hidden: true });
  const readers = new Map();
  const cancel = h("button", { type: "button", class: "button secondary" }, "Cancel");
  const submit = h("button", { type: "submit", class: "button primary" }, "Submit");
  const form = h("form", null,
    h("h2", { id: title }, modal.title),
    h("p", { class: "modal-note" }, "This form goes to NewsBot."),
    alert,
    modal.components.map(component => part(component, readers)),
    h("div", { class: "modal-buttons" }, cancel, submit));
  const dialog = h("dialog", { class: "modal", "aria-labelledby": title }, form);
  const before = document.activeElement;

  cancel.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    before?.isConnected && before.focus();
  });
  form.addEventListener("submit", async event => {
    event.preventDefault();
    submit.disabled = true;
    alert.hidden = true;
    try {
      const fields = Object.fromEntries([...readers].map(([name, read]) => [name, read()]));
      await act({ kind: "modal", as: me().id, channel, modal: opened.id, fields });
      dialog.close();
    } catch (error) {
      alert.textContent = error.message;
      alert.hidden = false;
      submit.disabled = false;
    }
  });
  document.body.append(dialog);
  dialog.showModal();
  form.querySelector("input, textarea, select")?.focus();
}

function part(component, readers) {
  if (component.type === TEXT_DISPLAY) {
    return h("div", { class: "markdown modal-text" }, markdown(component.content, names));
  }
  const inner = component.type === LABEL ? component.component : component.components[0];
  return field(component.type === LABEL ? component : inner, inner, readers);
}

function field({ label, description }, inner, readers) {
  const id = `modal-field-${++last}`;
  const hint = description ? `${id}-hint` : null;
  const common = { id, name: inner.custom_id, required: inner.required, "aria-describedby": hint };
  const caption = [label, inner.required && h("span", { class: "star", "aria-hidden": "true" }, " *")];
  const note = description && h("small", { id: hint }, description);
  if (inner.type === TEXT_INPUT) {
    const limits = { minlength: inner.min_length, maxlength: inner.max_length ?? 4000, placeholder: inner.placeholder };
    const input = inner.style === PARAGRAPH ? h("textarea", { ...common, ...limits, rows: 5 }) : h("input", { ...common, ...limits, type: "text", autocomplete: "off" });
    input.value = inner.value ?? "";
    readers.set(inner.custom_id, () => input.value);
    return h("div", { class: "modal-field" }, h("label", { for: id }, caption), note, input);
  }
  const items = selectItems(inner);
  if (inner.max_values === 1) {
    const select = h("select", common, h("option", { value: "" }, inner.placeholder ?? "Choose…"),
      items.map(item => h("option", { value: item.value, selected: item.default }, item.detail ? `${item.name} – ${item.detail}` : item.name)));
    readers.set(inner.custom_id, () => select.value);
    return h("div", { class: "modal-field" }, h("label", { for: id }, caption), note, select);
  }
  const boxes = items.map(item => h("input", { type: "checkbox", value: item.value, checked: item.default }));
  readers.set(inner.custom_id, () => boxes.filter(box => box.checked).map(box => box.value).join("\n"));
  return h("fieldset", { class: "modal-field", "aria-describedby": hint }, h("legend", null, caption), note,
    items.map((item, at) => h("label", { class: "check" }, boxes[at], item.name)));
}

/** What a select offers: { name, value, detail, default }. Its kinds 5 to 8 are people, roles, both, channels. */
export function selectItems(select) {
  return select.type === 3
    ? select.options.map(option => ({ name: option.label, value: option.value, detail: option.description, default: option.default }))
    : pickable({ 5: 6, 6: 8, 7: 9, 8: 7 }[select.type], select.channel_types)
      .map(item => ({ ...item, default: select.default_values?.some(value => value.id === item.value) }));
}
