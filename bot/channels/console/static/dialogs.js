// Windows in front of the conversation: "are you sure?", and the clerk's own forms.

import { attempt, find, send, tell } from "/static/page.js";

/** Ask before something is done; the question comes with the button. */
export function confirmed(question) {
  if (!question) return Promise.resolve(true);
  const asked = JSON.parse(question);
  const dialog = find("#confirm");
  find("#confirm-title").textContent = asked.title;
  find("#confirm-text").textContent = asked.text;
  find("#confirm-no").textContent = asked.deny || "Cancel";
  const yes = find("#confirm-yes");
  yes.textContent = asked.confirm || "Yes";
  yes.className = asked.style === "danger" ? "act danger" : "act primary";
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

let shown = null; // id and hash of the form in front

/** Show the form the clerk has opened, or take it away when it is gone. */
export function showModal(modal, person) {
  const dialog = find("#modal");
  const name = modal ? `${modal.id} ${modal.hash}` : null;
  if (name === shown) return;
  shown = name;
  if (!modal) {
    dialog.close();
    return;
  }
  const kept = dialog.dataset.view === modal.id ? filledIn(dialog) : {};
  dialog.innerHTML = modal.html; // drawn and escaped by the server
  for (const input of dialog.querySelectorAll("[data-input]")) {
    const before = kept[input.closest("[data-block]").dataset.block];
    if (before) input.value = before; // an update keeps what was typed
  }
  dialog.dataset.view = modal.id;
  dialog.dataset.person = person;
  if (!dialog.open) dialog.showModal();
  find("[data-input], button", dialog)?.focus();
}

/** Collect what was filled in, by block. */
function filledIn(dialog) {
  const values = {};
  for (const input of dialog.querySelectorAll("[data-input]")) {
    values[input.closest("[data-block]").dataset.block] = input.value;
  }
  return values;
}

function showFaults(dialog, errors) {
  let first = null;
  for (const place of dialog.querySelectorAll("[data-fault]")) {
    const text = errors[place.dataset.fault] || "";
    place.textContent = text;
    const input = find("[data-input]", place.closest("[data-block]") || place);
    input?.setAttribute("aria-invalid", text ? "true" : "false");
    if (text && !first) first = input;
  }
  first?.focus();
}

async function submit(dialog) {
  const button = find("button[type=submit]", dialog);
  button.disabled = true;
  try {
    const fields = { ...about(dialog), values: filledIn(dialog) };
    showFaults(dialog, (await send("/console/submit", fields)).errors);
  } catch (fault) {
    tell(fault.message);
  } finally {
    button.disabled = false;
  }
}

const about = (dialog) => ({ person: dialog.dataset.person, view: dialog.dataset.view });

export function listenToDialogs() {
  const dialog = find("#modal");
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(dialog);
  });
  const leave = (event) => {
    event.preventDefault(); // the server says when the form is gone
    attempt(() => send("/console/close", about(dialog)));
  };
  dialog.addEventListener("cancel", leave);
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) leave(event);
  });
}
