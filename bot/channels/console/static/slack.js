// The Slack side: who speaks, the list of conversations, messages, the thread beside them.

import { attempt, cast, find, get, make, phone, send, show, wordTimes } from "/static/page.js";
import { confirmed, showModal } from "/static/dialogs.js";
import { fill, fitComposer, hint } from "/static/composer.js";

const open = { channel: "", thread: "", home: false };
let person = cast.people[0]?.id;
let known = []; // the channels of the last overview
let homeFrom = ""; // what the Home was drawn from

export const speaker = () => person;

export function speakAs(id) {
  if (!cast.people.some((each) => each.id === id)) return;
  person = id;
  sessionStorage.setItem("speaker", id);
  find("#speaker").value = id;
}

const direct = () => `D${person.replace(/^U/, "")}`;
const address = (channel, thread) => `#/slack/${channel}${thread ? `/${thread}` : ""}`;

/** Show what the address names: a conversation, a thread in it, or the Home. */
export async function showSlack(parts) {
  let [channel, thread] = parts;
  const home = channel === "home";
  if (channel?.startsWith("D") && channel !== direct()) thread = ""; // somebody else's
  if (!channel || home || channel.startsWith("D")) channel = direct();
  const other = channel !== open.channel || home !== open.home;
  Object.assign(open, { channel, thread: thread || "", home });
  find("#thread").hidden = !thread;
  if (other) {
    find("#messages").replaceChildren();
    if (channel === direct()) attempt(() => tellTab(home));
  }
  find("#answers").replaceChildren();
  await refreshSlack();
  if (other && !phone() && !thread) find("#composer-text").focus({ preventScroll: true });
}

const tellTab = (home) => send("/console/tab", { person, tab: home ? "home" : "messages" });

/** Fetch and draw everything that is in view again. */
export async function refreshSlack() {
  const who = `person=${encodeURIComponent(person)}`;
  const { channel, thread } = open;
  const asked = [get(`/console/overview?${who}`), get(`/console/channel/${channel}?${who}`)];
  if (thread) asked.push(get(`/console/channel/${channel}?${who}&thread=${thread}`));
  const [overview, talk, answers] = await Promise.all(asked);
  if (channel !== open.channel || thread !== open.thread) return; // went on meanwhile
  known = overview.channels;
  drawSide();
  drawHead(overview.person);
  drawTalk(talk);
  if (homeFrom !== overview.home) {
    homeFrom = overview.home;
    find("#home").innerHTML = overview.home; // drawn and escaped by the server
  }
  if (answers) drawThread(answers);
  showModal(overview.modal, person);
}

function drawSide() {
  const groups = [
    ["Direct messages", known.filter((each) => each.direct)],
    ["Channels", known.filter((each) => !each.direct)],
  ];
  const parts = groups.flatMap(([title, channels]) => [
    make("h2", {}, title),
    make("ul", {}, ...channels.map(drawChannel)),
  ]);
  show(find("#conversations"), ...parts);
}

function drawChannel(channel) {
  const here = channel.id === open.channel;
  const key = `read ${person} ${channel.id}`;
  if (here && find("#app").dataset.space === "slack") localStorage.setItem(key, channel.latest);
  const unread = channel.latest > (localStorage.getItem(key) || "");
  const link = make(
    "a",
    { href: address(channel.id), "aria-current": here ? "page" : null, class: unread ? "unread" : null },
    make("span", { class: "sign", "aria-hidden": "true" }, channel.direct ? "●" : "#"),
    make("span", { class: "name" }, channel.name),
    unread ? make("span", { class: "dot" }, make("span", { class: "sr" }, "new messages")) : null,
    make("span", { class: "preview" }, channel.preview || channel.topic || ""),
  );
  return make("li", {}, link);
}

function drawHead(speaking) {
  const channel = known.find((each) => each.id === open.channel);
  const isDirect = Boolean(channel?.direct);
  find("#title").textContent = (isDirect ? "" : "# ") + (channel?.name || "");
  find("#topic").textContent = isDirect ? `You are ${speaking.name}` : channel?.topic || "";
  find("#tabs").hidden = !isDirect;
  find("#tab-messages").href = address(open.channel);
  find("#tab-messages").toggleAttribute("aria-current", !open.home);
  find("#tab-home").toggleAttribute("aria-current", open.home);
  for (const id of ["#messages", "#composer", "#prompts", "#typing"]) find(id).hidden = open.home;
  find("#home").hidden = !open.home;
  const first = speaking.name.split(" ")[0];
  hint(find("#composer"), isDirect ? `Message ${cast.bot} as ${first}` : `Message #${channel?.name} as ${first}, @${cast.bot} asks the clerk`);
  hint(find("#thread-composer"), `Reply as ${first}`);
  find("#leave-thread").href = address(open.channel);
  find("#thread-of").textContent = isDirect ? `with ${cast.bot}` : `#${channel?.name || ""}`;
}

function drawTalk(talk) {
  const list = find("#messages");
  patch(list, talk.messages);
  if (!talk.messages.length) {
    const words = `Ask ${cast.bot} in your own words, or begin with an example below.`;
    list.replaceChildren(
      make("div", { class: "empty" }, make("h2", {}, "No messages yet"), make("p", {}, words)),
    );
  }
  find("#typing").textContent = talk.typing ? `${cast.bot} ${talk.typing}` : "";
  drawPrompts(talk);
}

function drawPrompts(talk) {
  const shown = talk.messages.length > 6 ? [] : talk.prompts.slice(0, talk.messages.length ? 2 : 4);
  show(
    find("#prompts"),
    ...shown.map((prompt) => {
      const button = make("button", { type: "button", class: "prompt" }, prompt.title);
      button.addEventListener("click", () => fill(find("#composer"), prompt.message));
      return button;
    }),
  );
}

function drawThread(answers) {
  patch(find("#answers"), answers.messages);
  find("#thread-typing").textContent = answers.typing ? `${cast.bot} ${answers.typing}` : "";
}

/** Bring a list of messages up to date; what has not changed is not touched. */
function patch(list, messages) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const fresh = !list.querySelector("article");
  const old = new Map([...list.children].map((each) => [each.dataset.ts, each]));
  const drawn = messages.map((message) => redrawn(old.get(message.ts), message));
  const same = drawn.length === list.children.length && drawn.every((each, at) => each === list.children[at]);
  if (!same) list.replaceChildren(...drawn);
  wordTimes(list);
  if (atEnd || fresh) list.scrollTop = list.scrollHeight;
}

function redrawn(existing, message) {
  if (existing?.drawnFrom === message.html) return existing;
  const article = existing || make("article", { class: "message" });
  article.dataset.ts = message.ts;
  article.dataset.channel = message.channel;
  const focused = article.contains(document.activeElement) && document.activeElement.dataset.press;
  article.innerHTML = message.html; // drawn and escaped by the server
  article.drawnFrom = message.html;
  if (focused) (find(`[data-press="${CSS.escape(focused)}"]`, article) || find("button", article))?.focus();
  return article;
}

/** Press a button or choose an option, wherever it stands. */
async function press(element, what, choice) {
  if (!(await confirmed(element.dataset.confirm))) return;
  if (element.dataset.url) window.open(element.dataset.url, "_blank", "noopener");
  const fields = { person, what, choice, block: element.closest("[data-block]")?.dataset.block || "" };
  const view = element.closest("[data-view]");
  const message = element.closest("article");
  if (view) fields.view = view.dataset.view;
  else Object.assign(fields, { channel: message.dataset.channel, ts: message.dataset.ts });
  element.disabled = true;
  const done = await attempt(() => send("/console/click", fields));
  element.disabled = false;
  if (done?.fault) attempt(() => { throw new Error(`The clerk did not take this (${done.fault}).`); });
}

function onClick(event) {
  const button = event.target.closest("[data-press]");
  if (button) return press(button, button.dataset.press, "");
  const thread = event.target.closest("[data-thread]");
  if (thread) location.hash = address(open.channel, thread.dataset.thread);
  const again = event.target.closest("[data-again]");
  if (again) {
    attempt(() => send("/console/again", { person, channel: open.channel, ts: again.dataset.again }));
  }
  return undefined;
}

function onChange(event) {
  const menu = event.target.closest("[data-choose]");
  if (menu?.value) press(menu, menu.dataset.choose, menu.value).then(() => (menu.value = ""));
}

/** Wire the Slack side up once. */
export function startSlack() {
  speakAs(new URLSearchParams(location.search).get("as") || sessionStorage.getItem("speaker") || person);
  find("#speaker").addEventListener("change", (event) => {
    speakAs(event.target.value);
    const stay = open.channel.startsWith("C") && !phone();
    location.hash = stay ? address(open.channel) : "#/slack";
    showSlack(stay ? [open.channel] : []);
  });
  fitComposer(find("#composer"), () => ({ person, channel: open.channel }));
  fitComposer(find("#thread-composer"), () => ({ person, channel: open.channel, thread: open.thread }));
  document.addEventListener("click", onClick);
  document.addEventListener("change", onChange);
}
