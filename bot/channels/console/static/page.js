// What every part of the page needs: making elements, asking the server, showing times.

export const cast = JSON.parse(document.getElementById("cast").textContent);

export const find = (selector, root = document) => root.querySelector(selector);

/** Make an element. Children are texts or elements; texts are never read as markup. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Show other children, but leave the old ones, and the focus in them, when nothing changed. */
export function show(container, ...children) {
  const fresh = make("div", {}, ...children);
  if (fresh.innerHTML !== container.innerHTML) container.replaceChildren(...fresh.childNodes);
}

export async function get(path) {
  return answered(await fetch(path));
}

/** Send fields as JSON, or as a form when files go with them. */
export async function send(path, fields, files = []) {
  const headers = { "X-Console": "1" };
  let body;
  if (files.length) {
    body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    for (const file of files) body.append("files", file);
  } else {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(fields);
  }
  return answered(await fetch(path, { method: "POST", headers, body }));
}

async function answered(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error || `The console answered ${response.status}.`);
  return body;
}

let fading;
/** Tell the reader what went wrong, for some seconds. */
export function tell(text) {
  const toast = find("#toast");
  toast.textContent = text;
  clearTimeout(fading);
  fading = setTimeout(() => (toast.textContent = ""), 8000);
}

export async function attempt(work) {
  try {
    return await work();
  } catch (fault) {
    tell(fault.message || String(fault));
    return undefined;
  }
}

/** Word an instant (seconds): the time today, otherwise the day as well. */
export function instant(seconds) {
  const at = new Date(Number(seconds) * 1000);
  const time = at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  if (at.toDateString() === new Date().toDateString()) return time;
  return `${at.toLocaleDateString([], { day: "numeric", month: "short" })}, ${time}`;
}

export function wordTimes(root) {
  for (const time of root.querySelectorAll("time[data-at]:empty")) {
    const seconds = Number(time.dataset.at);
    time.textContent = instant(seconds);
    time.dateTime = new Date(seconds * 1000).toISOString();
  }
}

export const depth = () => Number(find("#app").dataset.depth);
export const phone = () => matchMedia("(max-width: 760px)").matches;
