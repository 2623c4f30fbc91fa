// The mail side: mailboxes, the letters in one, reading and writing.

import { attempt, cast, find, get, instant, make, phone, send, show } from "/static/page.js";

const open = { box: "", letter: "" };
let boxes = [];
let letters = [];
let drafted = null; // an example that waits to be written

const address = (box, letter) => `#/mail/${encodeURIComponent(box)}${letter ? `/${letter}` : ""}`;

/** Show what the address names: the mailboxes, one of them, a letter in it, or a new letter. */
export async function showMail(parts) {
  const [box, letter] = parts.map(decodeURIComponent);
  const other = letter !== open.letter || (box || "") !== open.box;
  Object.assign(open, { box: box || "", letter: letter || "" });
  await refreshMail(other);
}

/** Fetch the mailboxes and letters again; a letter being written is left alone. */
export async function refreshMail(other = false) {
  boxes = (await get("/console/mailboxes")).mailboxes;
  if (!open.box && boxes.length && !phone()) open.box = boxes[0].address;
  drawBoxes();
  if (!open.box) return;
  const box = open.box;
  const found = await get(`/console/mailbox/${encodeURIComponent(box)}`);
  if (box !== open.box) return;
  letters = found.letters.reverse();
  drawLetters();
  const writing = open.letter.startsWith("write");
  if (other || (!writing && find("#reading").dataset.shows !== open.letter)) drawReading();
}

function drawBoxes() {
  const link = (box) => {
    const here = box.address === open.box;
    const key = `read mail ${box.address}`;
    if (here && find("#app").dataset.space === "mail") localStorage.setItem(key, box.latest);
    const unread = box.latest && localStorage.getItem(key) !== box.latest;
    return make(
      "li",
      {},
      make(
        "a",
        { href: address(box.address), "aria-current": here ? "page" : null, class: unread ? "unread" : null },
        make("span", { class: `avatar small ${box.hue}`, "aria-hidden": "true" }, box.initials),
        make("span", { class: "name" }, box.name),
        unread ? make("span", { class: "dot" }, make("span", { class: "sr" }, "new letters")) : null,
        make("span", { class: "preview" }, box.of || box.address),
      ),
    );
  };
  const customers = boxes.filter((box) => box.of);
  const others = boxes.filter((box) => !box.of);
  const group = (title, list) => (list.length ? [make("h2", {}, title), make("ul", {}, ...list.map(link))] : []);
  show(find("#mailboxes"), ...group("Customers", customers), ...group("Our own people and others", others));
}

const current = () => boxes.find((box) => box.address === open.box) || { name: open.box, of: "" };

function drawLetters() {
  const box = current();
  find("#box-name").textContent = box.name;
  find("#box-address").textContent = [box.of, open.box].filter(Boolean).join(" · ");
  find("#write").href = address(open.box, "write");
  const list = make("ul", {}, ...letters.map(drawEntry));
  const none = make("div", { class: "empty" }, make("h2", {}, "No letters yet"), make("p", {}, `Write to ${cast.clerk}, and the answer arrives here.`), ...cast.mailExamples.map(drawExample));
  show(find("#letters"), letters.length ? list : none);
}

function drawEntry(letter) {
  const who = letter.sent ? `To ${letter.to}` : letter.from_name;
  const first = letter.text.split("\n").find((line) => line.trim()) || "";
  return make(
    "li",
    {},
    make(
      "a",
      { href: address(open.box, letter.id), "aria-current": letter.id === open.letter ? "true" : null, class: letter.sent ? "sent" : null },
      make("span", { class: "from" }, who),
      make("time", {}, instant(letter.when)),
      make("span", { class: "subject" }, letter.subject),
      make("span", { class: "preview" }, [letter.files.length ? `[${letter.files[0].name}]` : "", first.slice(0, 120)].join(" ")),
    ),
  );
}

function drawReading() {
  const pane = find("#reading");
  pane.dataset.shows = open.letter;
  const [kind, answered] = open.letter.split(":");
  if (kind === "write") return pane.replaceChildren(...drawWriting(letters.find((each) => each.id === answered)));
  const letter = letters.find((each) => each.id === open.letter);
  if (letter) return pane.replaceChildren(...drawLetter(letter));
  const words = letters.length ? "Choose a letter on the left." : "The letter you choose is shown here.";
  return pane.replaceChildren(make("div", { class: "empty" }, make("p", {}, words)));
}

function drawExample([subject, body]) {
  const button = make("button", { type: "button", class: "prompt" }, `Try: ${subject}`);
  button.addEventListener("click", () => {
    drafted = { subject, body };
    location.hash = address(open.box, "write");
  });
  return button;
}

function drawLetter(letter) {
  const files = letter.files.map((file) =>
    make(
      "a",
      { class: "chip", href: file.href, target: "_blank", rel: "noopener" },
      make("span", { class: "sort", "aria-hidden": "true" }, file.name.split(".").pop().slice(0, 4).toUpperCase()),
      make("span", { class: "label" }, file.name),
      " ",
      make("span", { class: "size" }, file.size_text),
    ),
  );
  const answer = letter.sent ? null : make("a", { class: "act primary", href: address(open.box, `write:${letter.id}`) }, "Reply");
  const head = make(
    "header",
    { class: "bar" },
    make("a", { class: "back", href: address(open.box), "aria-label": "Back to the letters" }, "‹"),
    make("div", {}, make("h2", {}, letter.subject), make("p", { class: "sub" }, `${letter.from_name} <${letter.from_address}> to ${letter.to}, ${instant(letter.when)}`)),
    answer,
  );
  const chips = files.length ? make("p", { class: "chips" }, ...files) : null;
  return [head, chips, letter.html ? drawHtml(letter) : make("pre", { class: "plain-letter" }, letter.text)].filter(Boolean);
}

/** Show the HTML in a frame that can run nothing; a switch shows the plain twin. */
function drawHtml(letter) {
  const frame = make("iframe", {
    src: `/console/letter/${letter.id}/body`,
    title: letter.subject,
    sandbox: "allow-same-origin allow-popups allow-popups-to-escape-sandbox",
  });
  frame.addEventListener("load", () => {
    const page = frame.contentDocument?.documentElement;
    if (page) frame.height = Math.max(200, page.scrollHeight + 24);
  });
  const plain = make("pre", { class: "plain-letter", hidden: true }, letter.text);
  const other = make("button", { type: "button", class: "quiet", "aria-pressed": "false" }, "Show plain text");
  other.addEventListener("click", () => {
    plain.hidden = !plain.hidden;
    frame.hidden = !plain.hidden;
    other.setAttribute("aria-pressed", String(!plain.hidden));
  });
  return make("div", { class: "letter-body" }, other, frame, plain);
}

function drawWriting(answered) {
  const subject = answered ? (/^re:/i.test(answered.subject) ? answered.subject : `Re: ${answered.subject}`) : drafted?.subject || "";
  const field = (name, label, attributes) =>
    make("div", { class: "entry" }, make("label", { for: `letter-${name}` }, label), make("input", { id: `letter-${name}`, name, ...attributes }));
  const back = make("a", { class: "back", href: address(open.box, answered?.id), "aria-label": "Leave without sending" }, "‹");
  const body = make("textarea", { id: "letter-body", name: "body", rows: "12" }, drafted?.body || "");
  const form = make(
    "form",
    { class: "writing" },
    field("to", "To", { value: answered ? answered.reply_to || answered.from_address : cast.clerk }),
    field("subject", "Subject", { value: subject }),
    make("div", { class: "entry" }, make("label", { for: "letter-body" }, "Letter"), body),
    field("files", "Files", { type: "file", multiple: true }),
    answered ? make("label", { class: "tick" }, make("input", { type: "checkbox", name: "quote", checked: true }), "Quote the letter below") : null,
    make("div", { class: "modal-foot" }, make("button", { type: "submit", class: "act primary" }, "Send")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    post(form, answered);
  });
  setTimeout(() => (answered ? body : find("#letter-subject"))?.focus(), 0);
  drafted = null;
  const title = make("div", {}, make("h2", {}, answered ? "Reply" : "New letter"), make("p", { class: "sub" }, `From ${current().name} <${open.box}>`));
  return [make("header", { class: "bar" }, back, title), form];
}

async function post(form, answered) {
  const button = find("button[type=submit]", form);
  button.disabled = true;
  const fields = {
    from: open.box,
    to: form.to.value,
    subject: form.subject.value,
    body: form.body.value,
    answers: answered?.id || "",
    quote: Boolean(form.quote?.checked),
  };
  const sent = await attempt(() => send("/console/mail", fields, [...form.files.files]));
  button.disabled = false;
  if (sent) location.hash = address(open.box, sent.id);
}
