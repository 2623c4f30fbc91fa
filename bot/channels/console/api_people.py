"""Web API: who is who, and which conversations there are."""

from bot.channels.console.api_call import ApiCall, ApiError
from bot.channels.console.records import Json
from bot.channels.console.settings import Channel, ConsoleSettings, Person


def auth_test(call: ApiCall) -> Json:
    settings = call.settings
    return {
        "url": settings.console_url + "/",
        "team": settings.workspace_name,
        "user": settings.bot_name.lower(),
        "team_id": settings.team_id,
        "user_id": settings.bot_user_id,
        "bot_id": settings.bot_id,
        "app_id": settings.app_id,
        "is_enterprise_install": False,
    }


def users_info(call: ApiCall) -> Json:
    wanted = call.needed("user")
    if wanted == call.settings.bot_user_id:
        return {"user": _bot(call.settings)}
    for person in call.settings.people:
        if person.id == wanted:
            return {"user": _user(person, call.settings)}
    raise ApiError("user_not_found")


def users_list(call: ApiCall) -> Json:
    people = [_user(person, call.settings) for person in call.settings.people]
    return {"members": [*people, _bot(call.settings)], "response_metadata": {"next_cursor": ""}}


def users_lookup_by_email(call: ApiCall) -> Json:
    wanted = call.needed("email").casefold()
    for person in call.settings.people:
        if person.email.casefold() == wanted:
            return {"user": _user(person, call.settings)}
    raise ApiError("users_not_found")


def conversations_open(call: ApiCall) -> Json:
    """Open the direct messages with one person; a group conversation is not played."""
    users = call.text("users").split(",")
    channel = call.settings.find_channel(call.text("channel") or users[0])
    if channel is None:
        raise ApiError("user_not_found" if call.text("users") else "channel_not_found")
    if len(users) > 1:
        raise ApiError("method_not_supported_for_channel_type")
    return {"channel": {"id": channel}}


def conversations_info(call: ApiCall) -> Json:
    wanted = call.channel()
    partner = call.settings.direct_partner(wanted)
    if partner is not None:
        return {"channel": _direct(partner, call.settings)}
    return {"channel": next(_channel(c) for c in call.settings.channels if c.id == wanted)}


def conversations_list(call: ApiCall) -> Json:
    kinds = (call.text("types") or "public_channel").split(",")
    found: list[Json] = []
    if "public_channel" in kinds:
        found += [_channel(channel) for channel in call.settings.channels]
    if "im" in kinds:
        found += [_direct(person, call.settings) for person in call.settings.people]
    return {"channels": found, "response_metadata": {"next_cursor": ""}}


def _user(person: Person, settings: ConsoleSettings) -> Json:
    return {
        "id": person.id,
        "team_id": settings.team_id,
        "name": person.name,
        "real_name": person.real_name,
        "deleted": False,
        "is_bot": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_email_confirmed": True,
        "tz": "Etc/UTC",
        "tz_offset": 0,
        "profile": {
            "real_name": person.real_name,
            "display_name": person.name,
            "email": person.email,
            "title": person.title,
        },
    }


def _bot(settings: ConsoleSettings) -> Json:
    return {
        "id": settings.bot_user_id,
        "team_id": settings.team_id,
        "name": settings.bot_name.lower(),
        "real_name": settings.bot_name,
        "deleted": False,
        "is_bot": True,
        "profile": {"real_name": settings.bot_name, "api_app_id": settings.app_id},
    }


def _channel(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": True,
        "is_im": False,
        "is_private": False,
        "is_archived": False,
        "is_member": True,
        "is_ext_shared": False,
        "topic": {"value": channel.topic},
    }


def _direct(person: Person, settings: ConsoleSettings) -> Json:
    return {
        "id": settings.direct_channel(person.id),
        "is_channel": False,
        "is_im": True,
        "is_ext_shared": False,
        "user": person.id,
    }
