// The place to write in: Enter sends, Shift+Enter begins a new line, files may go along.

import { attempt, cast, find, make, send } from "/static/page.js";

/** Fit a form with a text field; `where()` tells person, channel and thread when it is sent. */
export function fitComposer(form, where) {
  const text = make("textarea", { rows: "1", "aria-label": "Your message", id: `${form.id}-text` });
  const picked = make("input", { type: "file", multiple: true, hidden: true });
  const names = make("p", { class: "picked", "aria-live": "polite" });
  const attach = make("button", { type: "button", class: "quiet", "aria-label": "Attach files" }, "+");
  const go = make("button", { type: "submit", class: "act primary", "aria-label": "Send" }, "Send");
  form.append(names, make("div", { class: "row" }, attach, picked, text, go));

  attach.addEventListener("click", () => picked.click());
  picked.addEventListener("change", () => {
    names.textContent = [...picked.files].map((file) => file.name).join(", ");
  });
  text.addEventListener("input", () => grow(text));
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = text.value;
    if (!said.trim() && !picked.files.length) return;
    go.disabled = true;
    const done = await attempt(() => speak(where(), said, [...picked.files]));
    go.disabled = false;
    if (done === undefined) return;
    text.value = "";
    form.querySelector("input[type=file]").value = "";
    names.textContent = "";
    grow(text);
    text.focus();
  });
}

function speak(where, said, files) {
  const words = said.trim();
  if (words === cast.command || words.startsWith(`${cast.command} `)) {
    return send("/console/command", { ...where, text: words.slice(cast.command.length).trim() });
  }
  return send("/console/say", { ...where, text: said }, files);
}

function grow(text) {
  text.rows = Math.min(8, text.value.split("\n").length);
}

export function fill(form, words) {
  const text = find("textarea", form);
  text.value = words;
  grow(text);
  text.focus();
}

export function hint(form, words) {
  find("textarea", form).placeholder = words;
}
