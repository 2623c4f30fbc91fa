"""What people do on the Slack side of the page: each gesture is one request."""

from flask import Blueprint, Response, jsonify, request

from bot.channels.console.asked import Asked, given_uploads
from bot.channels.console.door import Answer
from bot.channels.console.gestures import Gestures


def gesture_blueprint(gestures: Gestures) -> Blueprint:
    routes = Blueprint("console_gestures", __name__)
    _add_saying(routes, gestures)
    _add_pressing(routes, gestures)
    _add_forms(routes, gestures)
    return routes


def _add_saying(routes: Blueprint, gestures: Gestures) -> None:
    @routes.post("/console/say")
    def say() -> Response:
        asked = Asked(request)
        post = gestures.say(
            gestures.person(asked.text("person")),
            asked.text("text"),
            channel=asked.text("channel"),
            thread=asked.text("thread"),
            uploads=given_uploads(request),
        )
        return jsonify({"ts": post.ts, "channel": post.channel, "fault": post.undelivered})

    @routes.post("/console/again")
    def again() -> Response:
        asked = Asked(request)
        person = gestures.person(asked.text("person"))
        post = gestures.send_again(person, channel=asked.text("channel"), ts=asked.text("ts"))
        return jsonify({"fault": post.undelivered})

    @routes.post("/console/command")
    def command() -> Response:
        asked = Asked(request)
        person = gestures.person(asked.text("person"))
        return _answered(
            gestures.command(person, asked.text("text"), channel=asked.text("channel"))
        )

    @routes.post("/console/tab")
    def tab() -> Response:
        asked = Asked(request)
        wanted = "home" if asked.text("tab") == "home" else "messages"
        return _answered(gestures.open_tab(gestures.person(asked.text("person")), wanted))

    @routes.post("/console/retry")
    def retry() -> Response:
        answers = gestures.retry_last_event(Asked(request).number("times"))
        return jsonify({"statuses": [answer.status for answer in answers]})


def _add_pressing(routes: Blueprint, gestures: Gestures) -> None:
    @routes.post("/console/click")
    def click() -> Response:
        asked = Asked(request)
        person = gestures.person(asked.text("person"))
        what, block_id, choice = asked.text("what"), asked.text("block"), asked.text("choice")
        if asked.text("view"):
            answer = gestures.click_in_view(
                person, view_id=asked.text("view"), what=what, block_id=block_id, choice=choice
            )
        else:
            answer = gestures.click(
                person,
                channel=asked.text("channel"),
                ts=asked.text("ts"),
                what=what,
                block_id=block_id,
                choice=choice,
            )
        return _answered(answer)


def _add_forms(routes: Blueprint, gestures: Gestures) -> None:
    @routes.post("/console/submit")
    def submit() -> Response:
        asked = Asked(request)
        errors = gestures.submit(
            gestures.person(asked.text("person")),
            view_id=asked.text("view"),
            values=asked.texts("values"),
        )
        return jsonify({"errors": errors})

    @routes.post("/console/close")
    def close() -> Response:
        asked = Asked(request)
        gestures.close(gestures.person(asked.text("person")), view_id=asked.text("view"))
        return jsonify({})


def _answered(answer: Answer) -> Response:
    return jsonify({"status": answer.status, "fault": answer.fault()})
