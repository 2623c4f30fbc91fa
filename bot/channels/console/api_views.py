"""Web API: modals and the App Home."""

from bot.channels.console.api_call import ApiCall, ApiError, named_blocks
from bot.channels.console.limits import view_faults
from bot.channels.console.payloads import view_json
from bot.channels.console.records import Json, OpenView
from bot.channels.console.workspace import TriggerRefused, Workspace

DEEPEST_STACK = 3


def open_view(call: ApiCall) -> Json:
    person = _use_trigger(call)
    front = call.workspace.top_view(person)
    if front is not None:  # a new modal takes the place of an abandoned one
        call.workspace.close_view(front, all_below=True)
    return _shown(call, show_view(call.workspace, person, view=_checked(call)))


def push_view(call: ApiCall) -> Json:
    person = _use_trigger(call)
    below = call.workspace.top_view(person)
    if below is None:
        raise ApiError("invalid_arguments")
    stack = [view for view in call.workspace.views() if view.root == below.root]
    if len(stack) >= DEEPEST_STACK:
        raise ApiError("push_limit_reached")
    opened = show_view(call.workspace, person, view=_checked(call), root=below.root)
    return _shown(call, opened)


def update_view(call: ApiCall) -> Json:
    """Put new content into an open modal, unless it changed since the given hash."""
    opened = _find(call)
    if call.text("hash") and call.text("hash") != opened.hash:
        raise ApiError("hash_conflict")
    return _shown(call, replace_view(call.workspace, opened, view=_checked(call)))


def publish_view(call: ApiCall) -> Json:
    person = call.needed("user_id")
    if all(known.id != person for known in call.settings.people):
        raise ApiError("user_not_found")
    view = _checked(call)
    if view.get("type") != "home":
        raise ApiError("invalid_arguments")
    call.workspace.put_home(person, view)
    return _shown(call, home_view(call.workspace, person, view=view))


def show_view(workspace: Workspace, person: str, *, view: Json, root: str = "") -> OpenView:
    """Put a modal in front of a person; `root` is the stack it is pushed on."""
    view_id = workspace.next_id("V")
    return workspace.put_view(
        OpenView(
            id=view_id,
            person=person,
            view={**view, "blocks": list(named_blocks(view.get("blocks", [])))},
            hash=workspace.next_ts(),
            root=root or view_id,
        )
    )


def replace_view(workspace: Workspace, opened: OpenView, *, view: Json) -> OpenView:
    return workspace.put_view(
        OpenView(
            id=opened.id,
            person=opened.person,
            view={**view, "blocks": list(named_blocks(view.get("blocks", [])))},
            hash=workspace.next_ts(),
            root=opened.root,
        )
    )


def home_view(workspace: Workspace, person: str, *, view: Json) -> OpenView:
    """Treat a person's Home as a view, so that its buttons can be pressed like any other."""
    blocks = list(named_blocks(view.get("blocks", [])))
    name = f"VHOME{person}"
    return OpenView(id=name, person=person, view={**view, "blocks": blocks}, hash="home", root=name)


def _checked(call: ApiCall) -> Json:
    view = call.object("view")
    faults = view_faults(view)
    if faults:
        raise ApiError("invalid_arguments", response_metadata={"messages": faults})
    return view


def _use_trigger(call: ApiCall) -> str:
    """Spend a trigger: it opens one modal, within Slack's three seconds."""
    try:
        return call.workspace.use_trigger(call.needed("trigger_id"))
    except TriggerRefused as refused:
        raise ApiError(str(refused)) from None


def _find(call: ApiCall) -> OpenView:
    wanted, external = call.text("view_id"), call.text("external_id")
    for view in call.workspace.views():
        if view.id == wanted or (external and view.view.get("external_id") == external):
            return view
    raise ApiError("not_found")


def _shown(call: ApiCall, opened: OpenView) -> Json:
    return {"view": view_json(opened, call.settings)}
