// Begins the page: reads the address, listens for news, and shows Slack or mail.

import { attempt, find, phone } from "/static/page.js";
import { listenToDialogs } from "/static/dialogs.js";
import { refreshSlack, showSlack, startSlack } from "/static/slack.js";
import { refreshMail, showMail } from "/static/mail.js";

/** Follow the address: `#/slack/CHANNEL/THREAD`, `#/slack/home`, `#/mail/ADDRESS/LETTER`. */
function follow() {
  const [space = "slack", ...parts] = location.hash.replace(/^#\//, "").split("/").filter(Boolean);
  const app = find("#app");
  app.dataset.space = space === "mail" ? "mail" : "slack";
  app.dataset.depth = String(Math.min(parts.length, 2));
  app.classList.toggle("with-thread", space !== "mail" && parts.length > 1);
  for (const link of document.querySelectorAll(".rail a")) {
    link.toggleAttribute("aria-current", link.dataset.space === app.dataset.space);
  }
  const { hash } = location;
  attempt(async () => {
    await (space === "mail" ? showMail(parts) : showSlack(parts));
    document.documentElement.dataset.shown = hash;
  });
}

let waiting = false;
let again = false;
/** Draw again after news; news that comes meanwhile is answered by one more round. */
async function refresh() {
  if (waiting) {
    again = true;
    return;
  }
  waiting = true;
  try {
    await (find("#app").dataset.space === "mail" ? refreshMail() : refreshSlack());
  } catch {
    // the console is away; the next news, when it is back, draws everything again
  }
  waiting = false;
  if (again) {
    again = false;
    refresh();
  }
}

function listen() {
  const news = new EventSource("/console/news");
  news.onmessage = () => setTimeout(refresh, 30);
}

listenToDialogs();
startSlack();
window.addEventListener("hashchange", follow);
if (!location.hash && !phone()) history.replaceState(null, "", "#/slack");
follow();
listen();
