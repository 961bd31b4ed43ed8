"""Completes the action that a page sends: only what the element offers can be chosen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from bot.workspace.shapes import Json, Unkind
from bot.workspace.state import State

Complete = Callable[[State, Json, Json], Json]


def completed(state: State, element: Json, given: Json) -> Json:
    """The action as the app gets it, without `block_id` and `action_ts`.

    Raises:
        Unkind: `bad_choice`.
    """
    kind = element["type"]
    complete = _BY_TYPE.get(kind)
    if complete is None:
        raise Unkind("bad_choice", "Nothing can be done with that.")
    action = {"type": kind, "action_id": element["action_id"]} | complete(state, element, given)
    if "placeholder" in element:
        action["placeholder"] = element["placeholder"]
    return action


def _button(state: State, element: Json, given: Json) -> Json:
    return {key: element[key] for key in ("text", "value", "style", "url") if key in element}


def _option(state: State, element: Json, given: Json) -> Json:
    return {"selected_option": _offered(element, given.get("selected_option"))}


def _options(state: State, element: Json, given: Json) -> Json:
    chosen = given.get("selected_options") or []
    return {"selected_options": [_offered(element, one) for one in chosen]}


def _external(state: State, element: Json, given: Json) -> Json:
    names = ("selected_option", "selected_options")
    chosen = {name: given[name] for name in names if name in given}
    if not chosen:
        raise _bad()
    return chosen


def _offered(element: Json, chosen: Any) -> Json:
    value = chosen.get("value") if isinstance(chosen, dict) else chosen
    for option in _all_options(element):
        if option.get("value") == value:
            return option
    raise _bad()


def _all_options(element: Json) -> Iterator[Json]:
    yield from element.get("options", ())
    for group in element.get("option_groups", ()):
        yield from group["options"]


def _someone(state: State, element: Json, given: Json) -> Json:
    user = given.get("selected_user")
    if state.people.find(str(user)) is None:
        raise _bad()
    return {"selected_user": user}


def _people(state: State, element: Json, given: Json) -> Json:
    users = given.get("selected_users") or []
    if any(state.people.find(str(user)) is None for user in users):
        raise _bad()
    return {"selected_users": users}


def _place(name: str) -> Complete:
    def complete(state: State, element: Json, given: Json) -> Json:
        if state.channels.find(str(given.get(name))) is None:
            raise _bad()
        return {name: given[name]}

    return complete


def _matching(name: str, pattern: str) -> Complete:
    def complete(state: State, element: Json, given: Json) -> Json:
        value = given.get(name)
        if value is not None and not re.fullmatch(pattern, str(value)):
            raise _bad()
        return {name: value}

    return complete


def _text(state: State, element: Json, given: Json) -> Json:
    return {"value": given.get("value") or None}


def _bad() -> Unkind:
    return Unkind("bad_choice", "That is not one of the choices.")


_BY_TYPE: dict[str, Complete] = {
    "button": _button,
    "overflow": _option,
    "static_select": _option,
    "radio_buttons": _option,
    "checkboxes": _options,
    "multi_static_select": _options,
    "external_select": _external,
    "multi_external_select": _external,
    "users_select": _someone,
    "multi_users_select": _people,
    "channels_select": _place("selected_channel"),
    "conversations_select": _place("selected_conversation"),
    "datepicker": _matching("selected_date", r"\d{4}-\d\d-\d\d"),
    "timepicker": _matching("selected_time", r"\d\d:\d\d"),
    "datetimepicker": _matching("selected_date_time", r"\d{10}"),
    "plain_text_input": _text,
    "number_input": _text,
    "email_text_input": _text,
    "url_text_input": _text,
}
