"""block_suggestion: what the app offers, while somebody types, in a menu that asks it.

Sources: docs.slack.dev/reference/interaction-payloads/block_suggestion-payload and
.../block-kit/block-elements/select-menu-element#external_select; slackapi/bolt-js#1146 for the
view, which does not carry what was filled in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.workspace.block_checks import Items, Shape
from bot.workspace.block_objects import GROUP, MENU_OPTION
from bot.workspace.block_relations import one_of, unique_option_values
from bot.workspace.block_tree import elements
from bot.workspace.interactions import ask, head
from bot.workspace.modals import View
from bot.workspace.offers import Place
from bot.workspace.people import Person
from bot.workspace.personal import slack_view
from bot.workspace.placing import Placed, in_message, in_view, placed
from bot.workspace.shapes import Json, Unkind
from bot.workspace.state import State

EXTERNAL = ("external_select", "multi_external_select")
LEAST_TYPED = 3

# None found is an answer too; a group, though, is there for what it holds.
ANSWER = Shape(
    optional={
        "options": Items(MENU_OPTION, 100, least=0),
        "option_groups": Items(GROUP, 100, least=0),
    },
    rules=(one_of("options", "option_groups"), unique_option_values),
)


async def suggest(state: State, person: Person, body: Json) -> Json:
    """What the app offers for the `value` typed so far: `options` or `option_groups`.

    Raises:
        Unkind: as `placed`; `not_external` for a menu that asks nobody; `query_too_short`;
            `operation_timeout` and its like where nothing came in time; `no_options` for an empty
            answer; `invalid_options` for one that breaks Slack's rules.
    """
    there = placed(state, person, body)
    typed = str(body.get("value") or "")
    _check_asked(there.element, typed)
    answer = await ask(state, "interactive", _payload(state, person, there, typed))
    if answer.error:
        raise Unkind(answer.error, f"{state.app.name} did not answer in time. Try again.", 504)
    if not answer.body:
        raise Unkind("no_options", f"{state.app.name} could not look. Try again.", 502)
    problems = list(ANSWER.problems(answer.body, ""))
    if problems:
        text = f"{state.app.name} sent a list that cannot be shown. {problems[0]}"
        raise Unkind("invalid_options", text, 502)
    state.offers.remember(_place(person, there), _offered(answer.body))
    return answer.body


def check_chosen(state: State, person: Person, there: Placed, given: Json) -> None:
    """Let through only what was offered to this person in this menu, or preselected.

    Raises:
        Unkind: `bad_choice`.
    """
    element, place = there.element, _place(person, there)
    preselected = [element.get("initial_option"), *element.get("initial_options", ())]
    known = {one["value"] for one in preselected if one}
    for option in _chosen(given):
        value = option.get("value") if isinstance(option, dict) else None
        if value not in known and not state.offers.hold(place, value):
            raise Unkind("bad_choice", "That is not one of the choices.")


def check_submitted(state: State, person: Person, view: View, values: Json) -> None:
    """As `check_chosen`, for all that is sent with a form."""
    for block in view.body["blocks"]:
        for _, element in elements(block):
            given = values.get(block["block_id"])
            one = given.get(element["action_id"]) if isinstance(given, dict) else None
            if element["type"] in EXTERNAL and isinstance(one, dict):
                check_chosen(state, person, Placed(block, element, view), one)


def _check_asked(element: Json, typed: str) -> None:
    if element["type"] not in EXTERNAL:
        raise Unkind("not_external", "That menu has its own choices.")
    least = element.get("min_query_length", LEAST_TYPED)
    if len(typed) < least:
        raise Unkind("query_too_short", f"Type at least {least} characters.")


def _payload(state: State, person: Person, there: Placed, typed: str) -> Json:
    payload = head(state, "block_suggestion", person) | {
        "action_id": there.element["action_id"],
        "block_id": there.block["block_id"],
        "value": typed,
    }
    if not isinstance(there.holder, View):
        return payload | in_message(state, person, there.holder)
    view = slack_view(state, there.holder) | {"state": {"values": {}}}
    return payload | {"view": view, "container": in_view(there.holder)}


def _place(person: Person, there: Placed) -> Place:
    holder = there.holder.id if isinstance(there.holder, View) else there.holder.ts
    return Place(person.uid, holder, there.block["block_id"], there.element["action_id"])


def _offered(answer: Json) -> Iterator[Json]:
    for group in [answer, *answer.get("option_groups", ())]:
        yield from group.get("options", ())


def _chosen(given: Json) -> list[Any]:
    one, several = given.get("selected_option"), given.get("selected_options")
    return [*([] if one is None else [one]), *(several or [])]
