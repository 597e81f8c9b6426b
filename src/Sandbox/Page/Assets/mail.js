// The inbox: a list of mails and the one that is open, as HTML, text or source.

import { h, icon } from "./dom.js";
import { size } from "./message.js";
import { fullTime, shortTime } from "./time.js";

const BACK = "M15.5 5 8.500 12l7 7 1.400-1.400L11.300 12l5.600-5.600z";
const TABS = [["html", "HTML"], ["text", "Text"], ["source", "Source"]];
const MAX_SOURCE = 500_000;

/** The tab that the reader chose last. */
let chosen = "html";

/** `inbox` has the mails that are shown, newest first, and how many were received; the page keeps it true before it calls put. */
export function inboxView(inbox, openId) {
  const list = h("ol", { class: "mails", "aria-label": "Mails, newest first" }, inbox.mails.map(mail => row(mail, openId)));
  const empty = h("div", { class: "empty" }, h("h2", null, "No mail yet"), h("p", null, "Whatever is sent to the local SMTP port lands here."));
  const reader = h("section", { class: "reader", "aria-label": "Mail" });
  const title = h("p", { class: "topic" });
  const element = h("section", { class: openId ? "view inbox reading" : "view inbox" },
    h("header", { class: "top" }, h("h1", null, "Inbox"), title),
    h("div", { class: "panes" }, h("div", { class: "list", tabindex: "-1" }, list, empty), reader));
  count();
  if (openId) {
    open(openId, reader);
  } else {
    reader.append(h("div", { class: "empty" }, h("p", null, "Choose a mail to read it.")));
  }
  return {
    element,
    shown() {
      list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    },
    put(mail) {
      const made = row(mail, openId);
      made.classList.add("arrives");
      list.prepend(made);
      while (list.children.length > inbox.mails.length) {
        list.lastElementChild.remove();
      }
      count();
    },
  };

  function count() {
    const shown = inbox.mails.length;
    const all = inbox.received === 1 ? "1 mail" : `${inbox.received} mails`;
    title.textContent = shown < inbox.received ? `${all}, the newest ${shown} shown` : all;
    empty.hidden = shown > 0;
  }
}

function row(mail, openId) {
  return h("li", null,
    h("a", { href: `#/inbox/${mail.id}`, "data-mail-id": mail.id, "aria-current": mail.id === openId ? "true" : null },
      h("span", { class: "mail-from" }, nameOf(mail.from)),
      shortTime(mail.received),
      h("span", { class: "mail-subject" }, mail.subject),
      h("span", { class: "mail-preview" }, mail.preview),
      h("span", { class: "mail-to" }, `to ${mail.to}`)));
}

async function open(id, reader) {
  const answer = await fetch(`/sandbox/mails/${encodeURIComponent(id)}`);
  if (!answer.ok) {
    reader.append(h("div", { class: "empty" }, h("h2", null, "This mail is gone"), h("p", null, "The mailbox keeps only the newest mails.")));
    return;
  }
  const mail = await answer.json();
  const panel = h("div", { class: "panel", id: "mail-panel", role: "tabpanel" });
  const tabs = TABS.filter(([name]) => name !== "html" || mail.hasHtml).filter(([name]) => name !== "text" || mail.text !== null)
    .map(([name, label]) => h("button", { type: "button", role: "tab", id: `tab-${name}`, "data-tab": name, "aria-controls": "mail-panel" }, label));
  const select = async tab => {
    for (const other of tabs) {
      other.setAttribute("aria-selected", String(other === tab));
      other.tabIndex = other === tab ? 0 : -1;
    }
    panel.setAttribute("aria-labelledby", tab.id);
    panel.replaceChildren(await content(mail, tab.dataset.tab));
  };
  const bar = h("div", { class: "tabs", role: "tablist", "aria-label": "Forms of this mail" }, tabs);
  bar.addEventListener("click", event => {
    const tab = event.target.closest("[role=tab]");
    if (tab) {
      chosen = tab.dataset.tab;
      select(tab);
    }
  });
  bar.addEventListener("keydown", event => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
      next.focus();
      next.click();
    }
  });
  reader.append(head(mail), bar, panel);
  await select(tabs.find(tab => tab.dataset.tab === chosen) ?? tabs[0]);
}

function head(mail) {
  const fact = (name, value) => value && h("div", null, h("dt", null, name), h("dd", null, value));
  return h("header", { class: "mail-head" },
    h("a", { class: "back", href: "#/inbox" }, icon(BACK), "Inbox"),
    h("h2", null, mail.subject),
    h("dl", null,
      fact("From", mail.from),
      fact("To", mail.to),
      fact("Envelope", `${mail.envelopeFrom || "<>"} to ${mail.envelopeTo}`),
      fact("Received", `${fullTime(mail.received)}, ${size(mail.size)}`),
      fact("Files", mail.attachments.join(", "))));
}

async function content(mail, tab) {
  const base = `/sandbox/mails/${encodeURIComponent(mail.id)}`;
  if (tab === "html") {
    return h("iframe", { title: `${mail.subject}, as HTML`, src: `${base}/html`, sandbox: "allow-popups allow-popups-to-escape-sandbox", referrerpolicy: "no-referrer" });
  }
  if (tab === "text") {
    return h("pre", { class: "plain", tabindex: "0" }, mail.text);
  }
  const source = await (await fetch(`${base}/source`)).text();
  const cut = source.length > MAX_SOURCE ? `${source.slice(0, MAX_SOURCE)}\n… cut here; the whole is at ${base}/source` : source;
  return h("pre", { class: "plain source", tabindex: "0" }, cut);
}

function nameOf(from) {
  return /^"?([^"<]+?)"?\s*</.exec(from)?.[1] ?? from;
}
