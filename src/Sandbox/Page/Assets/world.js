// Who is there and what there is: the page's knowledge of the guild, and which person sits before it.

const PERSON = "person";
const DISMISSED = "dismissed";
const ADMINISTRATOR = 8n;
const VIEW_CHANNEL = 1024n;
const MAX_DISMISSED = 500;

export const state = {
  bot: null, roles: new Map(), people: new Map(), channels: new Map(), commands: [], messages: new Map(), mails: [],
  received: 0, unread: new Map(), unreadMails: 0, shown: 200,
};

const dismissed = new Set(JSON.parse(sessionStorage.getItem(DISMISSED) ?? "[]"));

export const names = {
  role: id => state.roles.get(id),
  channel: id => state.channels.get(id),
  user: id => (id === state.bot?.id ? state.bot.username : state.people.get(id)?.name ?? null),
};

/** The person who acts; the first of all until one is chosen. */
export function me() {
  return state.people.get(sessionStorage.getItem(PERSON)) ?? state.people.values().next().value ?? null;
}

export function become(id) {
  sessionStorage.setItem(PERSON, id);
}

/** Whether the person may see a channel: what their roles allow, then the channel's overwrites for everybody, for roles, for the person. */
export function sees(channel) {
  const person = me();
  const all = channel.permission_overwrites ?? state.channels.get(channel.parent_id)?.permission_overwrites ?? []; // A thread has those of its channel.
  let allowed = BigInt(person?.permissions ?? 0);
  if ((allowed & ADMINISTRATOR) !== 0n) {
    return true;
  }
  const groups = [over => over.id === channel.guild_id, over => over.id !== channel.guild_id && person?.roles.includes(over.id), over => over.id === person?.id];
  for (const group of groups.map(belongs => all.filter(belongs))) {
    const bits = name => group.reduce((sum, over) => sum | BigInt(over[name]), 0n);
    allowed = (allowed & ~bits("deny")) | bits("allow");
  }
  return (allowed & VIEW_CHANNEL) !== 0n;
}

/** The channels that the person sees, in their order. */
export function rooms() {
  return [...state.channels.values()].filter(sees);
}

/** Whether the person before this page sees the message: some are for one alone, and those can be dismissed. */
export function visible(message) {
  return !message.seen_by || (message.seen_by === me()?.id && !dismissed.has(message.id));
}

export function dismiss(message) {
  dismissed.add(message.id);
  sessionStorage.setItem(DISMISSED, JSON.stringify([...dismissed].slice(-MAX_DISMISSED)));
}

/** Commands of a kind (1 typed, 3 menu of a message) that the person may use; the guild's stand before the global ones. */
export function commands(type) {
  const allowed = BigInt(me()?.permissions ?? 0);
  return state.commands.filter(command => command.type === type && mayUse(allowed, command.default_member_permissions));
}

function mayUse(allowed, wanted) {
  if (wanted === null || wanted === undefined || (allowed & ADMINISTRATOR) !== 0n) {
    return true;
  }
  const bits = BigInt(wanted);
  return bits !== 0n && (allowed & bits) === bits;
}

/** Everything that can be typed: a command, or each of its sub-commands: { command, name: "news post", description, options }. */
export function typed() {
  const all = [];
  const walk = (command, prefix, level) => {
    const inner = (level.options ?? []).filter(option => option.type <= 2);
    inner.forEach(option => walk(command, `${prefix} ${option.name}`, option));
    if (inner.length === 0) {
      all.push({ command, name: prefix, description: level.description, options: level.options ?? [] });
    }
  };
  commands(1).forEach(command => walk(command, command.name, command));
  return all.sort((one, other) => one.name.localeCompare(other.name));
}

/** What a picker of people (6), channels (7), roles (8) or both (9) offers. */
export function pickable(type, channelTypes) {
  const people = () => [...state.people.values()].map(person => ({ name: `@${person.name}`, value: person.id, detail: "Member" }));
  const roles = () => [...state.roles.values()].map(role => ({ name: `@${role.name}`, value: role.id, detail: "Role" }));
  switch (type) {
    case 6:
      return people();
    case 7:
      return rooms().filter(channel => !channelTypes?.length || channelTypes.includes(channel.type))
        .map(channel => ({ name: `#${channel.name}`, value: channel.id, detail: channel.topic ?? "" }));
    case 8:
      return roles();
    default:
      return [...people(), ...roles()];
  }
}
