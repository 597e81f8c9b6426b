// The page: 1. listen for events; 2. keep what they say; 3. show the channel or mail that the address names; 4. change only what changed.

import { heard } from "./act.js";
import { channelView, later } from "./channel.js";
import { composer } from "./composer.js";
import { h } from "./dom.js";
import { inboxView } from "./mail.js";
import { refreshRelativeTimes } from "./time.js";
import { dismiss, me, names, rooms, sees, state, visible } from "./world.js";

/** Characters of a reply that are read out. */
const MAX_READ = 300;
const byId = id => document.getElementById(id);
/** The message box of each channel: what is half-typed stays there while other channels are read. */
const composers = new Map();
let view = null;

function listen() {
  const events = new EventSource("/sandbox/events");
  const on = (type, act) => events.addEventListener(type, event => act(JSON.parse(event.data)));
  on("state", reset);
  on("channel", channel => {
    addChannel(channel);
    showRooms();
    if (!view || (view.channel === channel.id && !sees(channel))) {
      route();
    }
  });
  on("channelGone", ({ id }) => {
    [state.channels, state.messages, state.unread, composers].forEach(map => map.delete(id));
    showRooms();
    view?.channel === id && route();
  });
  on("person", person => {
    state.people.set(person.id, person);
    refreshComposers();
    view && route();
  });
  on("commands", all => {
    state.commands = all;
    refreshComposers();
  });
  on("interaction", heard);
  on("role", role => {
    state.roles.set(role.id, role);
    view && route();
  });
  on("message", putMessage);
  on("gone", removeMessage);
  on("mail", putMail);
  events.addEventListener("open", () => showLink(true));
  events.addEventListener("error", () => showLink(false));
}

function reset(all) {
  state.bot = all.bot;
  state.shown = all.shown;
  state.people = new Map(all.people.map(person => [person.id, person]));
  state.commands = all.commands;
  refreshComposers();
  state.roles = new Map(all.roles.map(role => [role.id, role]));
  state.channels = new Map();
  state.messages = new Map();
  all.channels.forEach(addChannel);
  all.messages.forEach(message => state.messages.get(message.channel_id)?.push(message));
  state.mails = all.mails.reverse();
  state.received = all.received;
  byId("guild").textContent = all.guild;
  showRooms();
  route();
}

function addChannel(channel) {
  state.channels.set(channel.id, channel);
  state.messages.set(channel.id, state.messages.get(channel.id) ?? []);
}

function putMessage(message) {
  const messages = state.messages.get(message.channel_id);
  if (!messages) {
    return;
  }
  const at = messages.findIndex(other => other.id === message.id);
  if (at >= 0) {
    messages[at] = message;
  } else {
    messages.push(message);
    messages.sort((one, other) => (later(one.id, other.id) ? 1 : -1));
    messages.splice(0, Math.max(0, messages.length - state.shown)).forEach(old => view?.remove?.(old.id));
  }
  if (!visible(message) || !sees(state.channels.get(message.channel_id))) {
    return;
  }
  const { name } = state.channels.get(message.channel_id);
  if (view?.channel === message.channel_id) {
    view.put(message);
  } else if (at < 0) {
    state.unread.set(message.channel_id, (state.unread.get(message.channel_id) ?? 0) + 1);
    showRooms();
  }
  if (message.seen_by) {
    announce(`${message.author.username} answers you in ${name}: ${[message.content, ...message.embeds.map(embed => embed.title ?? "")].join(" ").slice(0, MAX_READ)}`);
    return;
  }
  announce(at < 0 ? `New message in ${name}` : `A message in ${name} was edited`);
}

function removeMessage({ channel_id: channel, id }) {
  const messages = state.messages.get(channel) ?? [];
  state.messages.set(channel, messages.filter(message => message.id !== id));
  if (view?.channel === channel) {
    view.remove(id);
  }
  const room = state.channels.get(channel);
  if (room && sees(room)) {
    announce(`A message in ${room.name} was deleted`);
  }
}

function putMail(mail) {
  if (state.mails.some(other => other.id === mail.id)) {
    return;
  }
  state.received++;
  state.mails.unshift(mail);
  state.mails.length = Math.min(state.mails.length, state.shown);
  if (view?.inbox) {
    view.put(mail);
  } else {
    state.unreadMails++;
    showRooms();
  }
  announce(`New mail: ${mail.subject}`);
}

/** #/channels/ID, #/inbox or #/inbox/ID; anything else is the first channel. */
function route() {
  const [, room, id] = location.hash.split("/");
  if (room === "inbox") {
    state.unreadMails = 0;
    show({ inbox: true, ...inboxView(state, id) }, "Inbox");
    return;
  }
  const channel = rooms().find(room => room.id === id) ?? rooms()[0];
  if (channel) {
    state.unread.delete(channel.id);
    const messages = state.messages.get(channel.id).filter(visible);
    show({ channel: channel.id, ...channelView(channel, messages, names, composerOf(channel).element, forget) }, `#${channel.name}`);
  }
}

function composerOf(channel) {
  if (!composers.has(channel.id)) {
    composers.set(channel.id, composer(channel, personChanged));
  }
  return composers.get(channel.id);
}

function refreshComposers() {
  composers.forEach(box => box.refresh());
}

function personChanged() {
  refreshComposers();
  route();
  announce(`You are ${me().name}`);
}

function forget(message) {
  dismiss(message);
  view?.remove?.(message.id);
  announce("Dismissed");
}

function show(next, title) {
  const main = byId("main");
  const active = document.activeElement;
  const focused = main.contains(active);
  view = next;
  main.replaceChildren(view.element);
  document.title = `${title} · NewsBot sandbox`;
  view.shown();
  if (focused && active.isConnected) {
    active.focus({ preventScroll: true }); // In the message box, which is the same as before.
  } else if (focused) {
    main.focus({ preventScroll: true });
    main.querySelector("[aria-current]")?.focus({ preventScroll: true });
  }
  showRooms();
}

function showRooms() {
  const focused = document.activeElement?.dataset?.channel;
  byId("channels").replaceChildren(...rooms().map(room));
  const inbox = byId("inbox");
  current(inbox, view?.inbox);
  badge(byId("inbox-count"), state.unreadMails, "new mails");
  if (focused) {
    [...byId("channels").querySelectorAll("a")].find(link => link.dataset.channel === focused)?.focus();
  }
}

function room(channel) {
  const unread = state.unread.get(channel.id) ?? 0;
  const link = h("a", { class: unread ? "room unread" : "room", href: `#/channels/${channel.id}`, "data-channel": channel.name },
    h("span", { class: "hash", "aria-hidden": "true" }, "#"),
    h("span", { class: "name" }, channel.name),
    badge(h("span", { class: "count" }), unread, "new messages"));
  current(link, view?.channel === channel.id);
  return h("li", null, link);
}

function current(link, is) {
  is ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
}

function badge(element, count, what) {
  element.hidden = count === 0;
  element.replaceChildren(count > 99 ? "99+" : String(count), h("span", { class: "unseen" }, ` ${what}`));
  return element;
}

function showLink(live) {
  byId("link").classList.toggle("live", live);
  byId("link-text").textContent = live ? "Live" : "Connection lost, trying again…";
}

function announce(text) {
  byId("news").textContent = text;
}

addEventListener("hashchange", route);
setInterval(refreshRelativeTimes, 15_000);
listen();
