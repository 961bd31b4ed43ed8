"""views.*: modals and the Home tab."""

from __future__ import annotations

from bot.workspace import surfaces
from bot.workspace.arguments import Arguments, invalid
from bot.workspace.find import person_of
from bot.workspace.method import Method, arguments
from bot.workspace.modals import View
from bot.workspace.personal import slack_view
from bot.workspace.shapes import Json, Refusal
from bot.workspace.state import State
from bot.workspace.triggers import Trigger


def open_view(state: State, args: Arguments) -> Json:
    """views.open: replaces what the person had open."""
    view = surfaces.checked_view(args.parsed("view", "invalid_arguments"), "modal")
    trigger = _trigger(state, args)
    opened = state.modals.open(trigger.user, view)
    surfaces.show_top(state, trigger.user)
    return {"view": slack_view(state, opened)}


def push(state: State, args: Arguments) -> Json:
    """views.push: on top of the view in which the trigger arose."""
    view = surfaces.checked_view(args.parsed("view", "invalid_arguments"), "modal")
    trigger = _trigger(state, args)
    pushed = state.modals.push(trigger.user, view)
    surfaces.show_top(state, trigger.user)
    return {"view": slack_view(state, pushed)}


def update(state: State, args: Arguments) -> Json:
    """views.update, by id or external id; `hash` guards against a race."""
    view = _named(state, args)
    body = surfaces.checked_view(args.parsed("view", "invalid_arguments"), view.body["type"])
    _check_hash(view, args)
    surfaces.change(state, view, body)
    return {"view": slack_view(state, view)}


def publish(state: State, args: Arguments) -> Json:
    """views.publish: somebody's Home tab."""
    if not state.manifest.home_tab:
        raise Refusal("not_enabled")
    body = surfaces.checked_view(args.parsed("view", "invalid_arguments"), "home")
    person = person_of(state, args.text("user_id"), "invalid_arguments")
    known = state.modals.home(person.uid)
    if known:
        _check_hash(known, args)
    view = state.modals.publish(person.uid, body)
    surfaces.show_home(state, person.uid)
    return {"view": slack_view(state, view)}


def _trigger(state: State, args: Arguments) -> Trigger:
    if not args.has("trigger_id"):
        raise invalid("missing required field: trigger_id")
    return state.triggers.redeem(args.text("trigger_id"))


def _named(state: State, args: Arguments) -> View:
    if args.has("view_id"):
        view = state.modals.find(args.text("view_id"))
    else:
        view = state.modals.find_external(args.text("external_id"))
    if view is None:
        raise Refusal("not_found")
    return view


def _check_hash(view: View, args: Arguments) -> None:
    if args.text("hash", view.hash) != view.hash:
        raise Refusal("hash_conflict")


_OPENING = arguments("interactivity_pointer trigger_id view")
METHODS = (
    Method("views.open", "Tier4", open_view, _OPENING, ("view",)),
    Method("views.push", "Tier4", push, _OPENING, ("view",)),
    Method("views.update", "Tier4", update, arguments("external_id hash view view_id"), ("view",)),
    Method(
        "views.publish",
        "Tier4",
        publish,
        arguments("hash interactivity_pointer user_id view"),
        ("user_id", "view"),
    ),
)
