// The message box of a channel: people type commands there, nothing else.

import { act } from "./act.js";
import { h, icon } from "./dom.js";
import { optionField } from "./field.js";
import { openModal } from "./modal.js";
import { matching, suggestions } from "./suggest.js";
import { become, me, state, typed } from "./world.js";

const SEND = "M3.400 20.400 21 12 3.400 3.600 3.400 10.200 15 12 3.400 13.800z";
const CLOSE = "M6.400 5 5 6.400 10.600 12 5 17.600 6.400 19 12 13.400 17.600 19 19 17.600 13.400 12 19 6.400 17.600 5 12 10.600z";

export function composer(channel, onPerson) {
  const list = suggestions();
  const alert = h("p", { class: "alert", role: "alert", hidden: true });
  const box = h("div", { class: "box" });
  const who = h("select", { class: "who", "aria-label": "You are" });
  const form = h("form", { class: "composer", "aria-label": `Commands in #${channel.name}` }, list.element, alert, h("div", { class: "line" }, who, box));
  const text = h("input", {
    class: "text", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", maxlength: 2000,
    "aria-label": `Message #${channel.name}`, "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list",
    placeholder: `Type / to command NewsBot in #${channel.name}`,
  });
  let chosen = null;
  let fields = [];
  let busy = false;

  text.addEventListener("input", suggestCommands);
  text.addEventListener("focus", suggestCommands);
  text.addEventListener("blur", list.hide);
  who.addEventListener("change", () => {
    become(who.value);
    leave();
    onPerson();
    who.focus();
  });
  form.addEventListener("keydown", keys);
  form.addEventListener("submit", event => {
    event.preventDefault();
    send();
  });
  leave();
  return { element: form, refresh };

  /** People or commands changed. */
  function refresh() {
    who.replaceChildren(...[...state.people.values()].map(person => h("option", { value: person.id }, person.name)));
    who.value = me()?.id ?? "";
    if (chosen && !typed().some(item => item.name === chosen.name)) {
      leave();
    }
  }

  function keys(event) {
    if (event.isComposing || list.key(event) || event.target === who) {
      return;
    }
    if (chosen && (event.key === "Escape" || (event.key === "Backspace" && event.target === fields[0]?.input && event.target.value === ""))) {
      event.preventDefault();
      const name = chosen.name;
      leave();
      text.value = event.key === "Escape" ? "" : `/${name}`;
      text.focus();
    }
  }

  function suggestCommands() {
    say(null);
    const wanted = text.value;
    if (!wanted.startsWith("/")) {
      list.hide();
      return;
    }
    const all = typed();
    const exact = wanted.endsWith(" ") && all.find(item => item.name === wanted.slice(1).trim());
    if (exact) {
      choose(exact);
      return;
    }
    const items = all.map(item => ({ name: `/${item.name}`, detail: item.description, value: item }));
    const found = matching(items, wanted.slice(1));
    list.show(text, found.length > 0 ? "NewsBot's commands" : "No such command for you here", found, item => choose(item.value));
  }

  function choose(item) {
    chosen = item;
    list.hide();
    fields = item.options.map(option => optionField(option, list, completion, next));
    const close = h("button", { type: "button", class: "plain-icon", "aria-label": "Leave the command", title: "Leave the command" }, icon(CLOSE));
    close.addEventListener("click", () => {
      leave();
      text.focus();
    });
    const submit = h("button", { type: "submit", class: "send", "aria-label": `Send /${item.name}` }, icon(SEND));
    box.replaceChildren(h("div", { class: "command", role: "group", "aria-label": `/${item.name}`, "aria-description": item.description },
      h("span", { class: "chip", title: item.description }, `/${item.name}`), fields.map(field => field.element)), close, submit);
    (fields[0]?.input ?? submit).focus();
  }

  function leave() {
    chosen = null;
    fields = [];
    list.hide();
    say(null);
    text.value = "";
    box.replaceChildren(text);
    refresh();
  }

  /** After a suggestion was taken: on to what is still required, else stay, so that Enter sends. */
  function next() {
    fields.find(field => field.wrong())?.input.focus();
  }

  function completion(focused) {
    return { ...command("autocomplete"), focused };
  }

  function command(kind) {
    const options = {};
    for (const field of fields) {
      const value = field.value();
      if (value !== "") {
        options[field.option.name] = value;
      }
    }
    return { kind, as: me().id, channel: channel.id, command: chosen.command.id, name: chosen.name, options };
  }

  async function send() {
    if (busy) {
      return;
    }
    if (!chosen) {
      say(text.value.trim() === "" ? null : `People only type commands here: begin with /`);
      return;
    }
    const wrong = fields.find(field => field.wrong());
    if (wrong) {
      say(wrong.mark(wrong.wrong()));
      return;
    }
    list.hide();
    say(null);
    busy = true;
    form.setAttribute("aria-busy", "true");
    try {
      const result = await act(command("command"));
      leave();
      text.focus();
      if (result.state === "modal") {
        openModal(result, channel.id);
      }
    } catch (error) {
      say(error.message);
    } finally {
      busy = false;
      form.removeAttribute("aria-busy");
    }
  }

  function say(message) {
    alert.textContent = message ?? "";
    alert.hidden = message === null;
  }
}
