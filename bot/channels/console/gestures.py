"""What a person does in Slack: write, press, choose, fill in a modal, give a command.

The page and the driver both come through here. Each gesture changes what people see in the
workspace and sends the clerk's door the payload that Slack would send. A gesture that Slack's
own program would not allow (a button that is gone, an empty message) is refused with a
sentence.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.channels.console import payloads
from bot.channels.console.api_files import new_file
from bot.channels.console.api_views import home_view, replace_view, show_view
from bot.channels.console.door import Answer, Door
from bot.channels.console.inputs import find_action, find_choice, pressed, state_of
from bot.channels.console.records import Json, OpenView, Post, SharedFile
from bot.channels.console.settings import ConsoleSettings, Person
from bot.channels.console.workspace import ResponseAddress, Workspace

NO_ANSWER = "We had some trouble connecting. Try again?"
LONGEST_MESSAGE = 40_000


class Impossible(Exception):
    """Slack's own program would not let a person do this; the text says why."""


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file somebody drops into the conversation."""

    name: str
    content: bytes


class Gestures:
    """The hands of everybody in the workspace."""

    def __init__(self, workspace: Workspace, door: Door) -> None:
        self._workspace = workspace
        self._door = door

    @property
    def _settings(self) -> ConsoleSettings:
        return self._workspace.settings

    def person(self, key: str) -> Person:
        found = self._settings.person(key)
        if found is None:
            raise Impossible(f"Nobody here is called {key}.")
        return found

    def say(
        self,
        person: Person,
        text: str,
        *,
        channel: str = "",
        thread: str = "",
        uploads: Sequence[Upload] = (),
    ) -> Post:
        """Write a message; without a channel, to the bot directly."""
        if not text.strip() and not uploads:
            raise Impossible("There is nothing to send yet.")
        if len(text) > LONGEST_MESSAGE:
            raise Impossible(f"A message takes at most {LONGEST_MESSAGE} characters.")
        where = self._channel(person, channel)
        files = [self._upload(person, upload) for upload in uploads]
        post = self._workspace.put_post(
            Post(
                channel=where,
                ts=self._workspace.next_ts(),
                user=person.id,
                text=payloads.typed_text(text, self._settings),
                thread_ts=thread,
                files=tuple(shared.id for shared in files),
            )
        )
        return self._deliver(post, files)

    def send_again(self, person: Person, *, channel: str, ts: str) -> Post:
        """Deliver a post again that the door did not take."""
        post = self._post(person, channel, ts=ts)
        if post.user != person.id or not post.undelivered:
            raise Impossible("This message has been delivered.")
        found = [self._workspace.file(name) for name in post.files]
        return self._deliver(post, [shared for shared in found if shared])

    def click(
        self,
        person: Person,
        *,
        channel: str,
        ts: str,
        what: str,
        block_id: str = "",
        choice: str = "",
    ) -> Answer:
        """Press a button of a message, or choose an option; by action id or label.

        `what` may also be the label of a menu's option.
        """
        post = self._post(person, channel, ts=ts)
        action = self._action(post.blocks, what, block_id=block_id, choice=choice)
        address = ResponseAddress(
            channel=post.channel, person=person.id, ends=0, ts=post.ts, thread_ts=post.thread_ts
        )
        answer_to = self._workspace.new_response_url(address)
        click = payloads.message_click(post, self._settings, action=action, answer_to=answer_to)
        return self._interact("block_actions", person, more=click)

    def click_in_view(
        self, person: Person, *, view_id: str, what: str, block_id: str = "", choice: str = ""
    ) -> Answer:
        """Press something in a modal or on the person's Home."""
        opened = self._view(person, view_id)
        blocks = opened.view["blocks"]
        action = self._action(blocks, what, block_id=block_id, choice=choice)
        shown = payloads.view_json(opened, self._settings)
        more = {
            "container": {"type": "view", "view_id": opened.id},
            "view": shown,
            "actions": [action],
            "response_urls": [],
        }
        return self._interact("block_actions", person, more=more)

    def submit(self, person: Person, *, view_id: str, values: Mapping[str, str]) -> dict[str, str]:
        """Submit a modal; the result is a sentence by block id, empty when it was taken."""
        opened = self._view(person, view_id)
        state, missing = state_of(opened.view["blocks"], values)
        if missing:
            return missing
        shown = payloads.view_json(opened, self._settings, values=state)
        more: Json = {"view": shown, "response_urls": []}
        answer = self._interact("view_submission", person, more=more)
        if not answer.taken:
            return {"": NO_ANSWER}
        return self._obey(opened, _json_of(answer))

    def close(self, person: Person, *, view_id: str) -> None:
        """Close a modal; the clerk hears of it when the modal asked for that."""
        opened = self._view(person, view_id)
        self._workspace.close_view(opened)
        if opened.view.get("notify_on_close"):
            shown = payloads.view_json(opened, self._settings)
            self._interact("view_closed", person, more={"view": shown, "is_cleared": False})

    def command(self, person: Person, text: str, *, channel: str = "") -> Answer:
        """Give the slash command; what the clerk answers at once is seen by this person only."""
        where = self._channel(person, channel)
        fields = payloads.command_fields(
            person,
            self._settings,
            channel=where,
            text=text,
            trigger_id=self._workspace.new_trigger(person.id),
        )
        address = ResponseAddress(channel=where, person=person.id, ends=0)
        fields["response_url"] = self._workspace.new_response_url(address)
        answer = self._door.send_form(fields)
        if not answer.taken:
            self._whisper(person, where, body={"text": f"{fields['command']} did not work."})
        elif answer.body.strip():
            self._whisper(person, where, body=_json_of(answer) or {"text": answer.body})
        return answer

    def open_tab(self, person: Person, tab: str) -> Answer:
        """Open the bot's `home` or `messages` tab."""
        now = self._workspace.next_ts()
        event = payloads.home_event(person, self._settings, tab=tab, ts=now)
        published = self._workspace.home(person.id)
        if tab == "home" and published is not None:
            shown = home_view(self._workspace, person.id, view=published)
            event["view"] = payloads.view_json(shown, self._settings)
        return self._send(event)

    def retry_last_event(self, times: int) -> list[Answer]:
        return self._door.retry_last_event(times)

    def _deliver(self, post: Post, files: Sequence[SharedFile]) -> Post:
        root = self._workspace.post(post.channel, post.thread_ts) if post.thread_ts else None
        event = payloads.message_event(post, self._settings, files=files, root=root)
        answers = []
        mentioned = f"<@{self._settings.bot_user_id}>" in post.text
        if mentioned and event["channel_type"] != "im":
            answers.append(self._send(payloads.mention_event(event)))
        answers.append(self._send(event))
        fault = next((answer.fault() for answer in answers if not answer.taken), "")
        current = self._workspace.post(post.channel, post.ts) or post
        if fault == current.undelivered:
            return current
        return self._workspace.put_post(replace(current, undelivered=fault))

    def _send(self, event: Json) -> Answer:
        event_id = self._workspace.next_id("Ev")
        body = payloads.envelope(event, self._settings, event_id=event_id)
        return self._door.deliver_event(body)

    def _interact(self, kind: str, person: Person, *, more: Json) -> Answer:
        trigger_id = self._workspace.new_trigger(person.id)
        begun = payloads.interaction(kind, person, self._settings, trigger_id=trigger_id)
        return self._door.interact(begun | more)

    def _action(self, blocks: Sequence[Json], what: str, *, block_id: str, choice: str) -> Json:
        found = find_action(blocks, what, block_id=block_id)
        if found is None:
            offered = find_choice(blocks, what)
            if offered is None:
                raise Impossible(f"There is no button {what} here any more.")
            found, choice = offered[:2], offered[2]
        block, element = found
        try:
            return pressed(block, element, choice=choice, action_ts=self._workspace.next_ts())
        except LookupError as gone:
            raise Impossible(str(gone)) from None

    def _obey(self, opened: OpenView, answer: Json) -> dict[str, str]:
        """Do what the clerk answered to a submitted modal: errors, another view, or close."""
        action = answer.get("response_action")
        if action == "errors":
            return {str(name): str(why) for name, why in answer.get("errors", {}).items()}
        if action == "update":
            replace_view(self._workspace, opened, view=answer["view"])
        elif action == "push":
            show_view(self._workspace, opened.person, view=answer["view"], root=opened.root)
        else:
            self._workspace.close_view(opened, all_below=action == "clear")
        return {}

    def _whisper(self, person: Person, channel: str, *, body: Json) -> None:
        self._workspace.put_post(
            Post(
                channel=channel,
                ts=self._workspace.next_ts(),
                user=self._settings.bot_user_id,
                bot=True,
                text=str(body.get("text", "")),
                blocks=tuple(body.get("blocks", ())),
                only_for="" if body.get("response_type") == "in_channel" else person.id,
            )
        )

    def _upload(self, person: Person, upload: Upload) -> SharedFile:
        name = self._workspace.next_id("F")
        shared = new_file(
            self._workspace, name, name=upload.name, size=len(upload.content), user=person.id
        )
        shared = replace(shared, complete=True)
        self._workspace.put_file(shared, upload.content)
        return shared

    def _channel(self, person: Person, channel: str) -> str:
        found = self._settings.find_channel(channel or person.id)
        partner = self._settings.direct_partner(found) if found else None
        if found is None or partner not in (None, person):
            raise Impossible(f"{person.real_name} is in no channel {channel}.")
        return found

    def _post(self, person: Person, channel: str, *, ts: str) -> Post:
        where = self._channel(person, channel)
        post = self._workspace.post(where, ts)
        if post is None or post.only_for not in ("", person.id):
            raise Impossible("This message is no longer there.")
        return post

    def _view(self, person: Person, view_id: str) -> OpenView:
        published = self._workspace.home(person.id)
        if published is not None and view_id == f"VHOME{person.id}":
            return home_view(self._workspace, person.id, view=published)
        opened = self._workspace.view(view_id)
        if opened is None or opened.person != person.id:
            raise Impossible("This window is no longer open.")
        return opened


def _json_of(answer: Answer) -> Json:
    try:
        body = json.loads(answer.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
