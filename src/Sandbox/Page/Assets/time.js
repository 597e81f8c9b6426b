// Times in the reader's own zone and language.

import { h } from "./dom.js";

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};
const UNITS = [["year", 31557600], ["month", 2629800], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

function format(date, style) {
  return new Intl.DateTimeFormat(undefined, STYLES[style] ?? STYLES.f).format(date);
}

function fromNow(date) {
  const seconds = (date - Date.now()) / 1000;
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS.at(-1);
  return relative.format(Math.round(seconds / length), unit);
}

function daysAgo(date) {
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  return Math.ceil((midnight - date) / 86400000);
}

/** <t:unix:style>; null when no date has such a number. */
export function discordTime(unix, style) {
  const date = new Date(Number(unix) * 1000);
  if (Number.isNaN(date.getTime())) {
    return null;
  }
  return h("time", { class: "timestamp", datetime: date.toISOString(), title: format(date, "F"), "data-relative": style === "R" },
    style === "R" ? fromNow(date) : format(date, style));
}

/** When something was sent: "Today at 09:20". */
export function sentTime(iso) {
  const date = new Date(iso);
  const days = daysAgo(date);
  const text = days <= 0 ? `Today at ${format(date, "t")}` : days === 1 ? `Yesterday at ${format(date, "t")}` : `${format(date, "d")} ${format(date, "t")}`;
  return h("time", { datetime: iso, title: format(date, "F") }, text);
}

export function shortTime(iso) {
  const date = new Date(iso);
  return h("time", { datetime: iso, title: format(date, "F") }, daysAgo(date) <= 0 ? format(date, "t") : format(date, "d"));
}

export const dayOf = iso => format(new Date(iso), "D");
export const fullTime = iso => format(new Date(iso), "F");
export const clock = iso => format(new Date(iso), "t");

/** Keeps "in 6 days" true. */
export function refreshRelativeTimes() {
  for (const element of document.querySelectorAll("time[data-relative]")) {
    element.textContent = fromNow(new Date(element.dateTime));
  }
}
