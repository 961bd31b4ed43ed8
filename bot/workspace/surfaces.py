"""Deeds on views: check what the app sent, show it, keep what the person filled in."""

from __future__ import annotations

from typing import Any

from bot.workspace.arguments import invalid
from bot.workspace.blocks import check_view, fill_ids, initial_values, view_too_large
from bot.workspace.modals import View
from bot.workspace.personal import page_view, slack_view
from bot.workspace.shapes import Json, Refusal
from bot.workspace.state import State


def checked_view(view: Any, kind: str) -> Json:
    """A view as the app sent it, with ids filled in.

    Raises:
        Refusal: `invalid_arguments` with its messages, `view_too_large`.
    """
    problems = check_view(view)
    if problems:
        raise Refusal("invalid_arguments", response_metadata={"messages": problems})
    if view["type"] != kind:
        raise invalid(f"must be a {kind} [json-pointer:/view/type]")
    if view_too_large(view):
        raise Refusal("view_too_large")
    return {**view, "blocks": fill_ids(view["blocks"])}


def change(state: State, view: View, body: Json) -> None:
    """Show a new body in a view that is there."""
    state.modals.change(view, body)
    fit_values(view)
    if view.body["type"] == "home":
        show_home(state, view.user)
    else:
        show_top(state, view.user)


def fit_values(view: View, given: Json | None = None) -> Json:
    """Bring the view's values in line with its elements: `given` over known over initial ones."""
    fitted: Json = {}
    for block_id, actions in initial_values(view.body["blocks"]).items():
        for action_id, untouched in actions.items():
            value = _value(given or {}, block_id, action_id) or _value(
                view.values, block_id, action_id
            )
            same = value is not None and value.get("type") == untouched["type"]
            chosen = untouched | value if same and value else untouched
            fitted.setdefault(block_id, {})[action_id] = chosen
    view.values = fitted
    return fitted


def _value(values: Json, block_id: str, action_id: str) -> Json | None:
    actions = values.get(block_id)
    found = actions.get(action_id) if isinstance(actions, dict) else None
    return found if isinstance(found, dict) else None


def show_top(state: State, user: str) -> None:
    """Tell the pages which modal is on top now."""
    shown = page_view(state, state.modals.top(user))
    state.stream.publish({"type": "view", "view": shown}, {user})


def show_home(state: State, user: str) -> None:
    """Tell the pages what the Home tab is now."""
    shown = page_view(state, state.modals.home(user))
    state.stream.publish({"type": "home", "view": shown}, {user})


def with_values(state: State, view: View, given: Json | None = None) -> Json:
    """The view as the app gets it, with its state."""
    fit_values(view, given)
    return slack_view(state, view)
