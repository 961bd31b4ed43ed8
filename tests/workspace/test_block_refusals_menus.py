"""Rules about menus, boxes and their options: each refuses what it is there to refuse.

A row: what is wrong, where it stands, the blocks, the complaint, the JSON pointer below /blocks.
"""

from typing import Any

import pytest

from bot.workspace.blocks import Surface, check_blocks

Block = dict[str, Any]
Row = tuple[str, Surface, Any, str, str]


def plain(words: Any = "Go", **more: Any) -> Block:
    return {"type": "plain_text", "text": words, **more}


def mrkdwn(words: str = "*Go*", **more: Any) -> Block:
    return {"type": "mrkdwn", "text": words, **more}


def actions(*elements: Any) -> Block:
    return {"type": "actions", "elements": list(elements)}


def option(value: str = "a", **more: Any) -> Block:
    return {"text": plain(value.upper()), "value": value, **more}


def options(count: int) -> list[Block]:
    return [option(f"v{number}") for number in range(count)]


def static_select(**more: Any) -> Block:
    return {"type": "static_select", "options": options(2), **more}


def typed(kind: Any, **more: Any) -> Block:
    return {"type": kind, **more}


REFUSED: list[Row] = [
    (
        "a box text of 76",
        "message",
        [actions(typed("checkboxes", options=[option(text=mrkdwn("x" * 76))]))],
        "must be less than 76 characters",
        "/0/elements/0/options/0/text/text",
    ),
    (
        "an overflow menu of nothing",
        "message",
        [actions(typed("overflow", options=[]))],
        "must provide at least 1 items",
        "/0/elements/0/options",
    ),
    (
        "an overflow menu of 6",
        "message",
        [actions(typed("overflow", options=options(6)))],
        "no more than 5 items allowed",
        "/0/elements/0/options",
    ),
    (
        "an overflow menu with a placeholder",
        "message",
        [actions(typed("overflow", options=options(2), placeholder=plain()))],
        "invalid additional property: placeholder",
        "/0/elements/0",
    ),
    (
        "a select of nothing",
        "message",
        [actions(static_select(options=[]))],
        "must provide at least 1 items",
        "/0/elements/0/options",
    ),
    (
        "a select of 101",
        "message",
        [actions(static_select(options=options(101)))],
        "no more than 100 items allowed",
        "/0/elements/0/options",
    ),
    (
        "a select without options",
        "message",
        [actions(typed("static_select"))],
        "must define either `options` or `option_groups`",
        "/0/elements/0",
    ),
    (
        "a select with options and groups",
        "message",
        [actions(static_select(option_groups=[{"label": plain(), "options": [option("g")]}]))],
        "must define either `options` or `option_groups`",
        "/0/elements/0",
    ),
    (
        "a group label of 76",
        "message",
        [
            actions(
                typed(
                    "static_select",
                    option_groups=[{"label": plain("x" * 76), "options": options(1)}],
                )
            )
        ],
        "must be less than 76 characters",
        "/0/elements/0/option_groups/0/label/text",
    ),
    (
        "a group of nothing",
        "message",
        [actions(typed("static_select", option_groups=[{"label": plain(), "options": []}]))],
        "must provide at least 1 items",
        "/0/elements/0/option_groups/0/options",
    ),
    (
        "101 groups",
        "message",
        [
            actions(
                typed(
                    "static_select",
                    option_groups=[
                        {"label": plain(), "options": [option(f"v{n}")]} for n in range(101)
                    ],
                )
            )
        ],
        "no more than 100 items allowed",
        "/0/elements/0/option_groups",
    ),
    (
        "a placeholder of 151",
        "message",
        [actions(static_select(placeholder=plain("x" * 151)))],
        "must be less than 151 characters",
        "/0/elements/0/placeholder/text",
    ),
    (
        "an option text of 76",
        "message",
        [actions(static_select(options=[option(text=plain("x" * 76))]))],
        "must be less than 76 characters",
        "/0/elements/0/options/0/text/text",
    ),
    (
        "an option value of 151",
        "message",
        [actions(static_select(options=[{"text": plain(), "value": "x" * 151}]))],
        "must be less than 151 characters",
        "/0/elements/0/options/0/value",
    ),
    (
        "an option without a value",
        "message",
        [actions(static_select(options=[{"text": plain()}]))],
        "missing required field: value",
        "/0/elements/0/options/0",
    ),
    (
        "an option description of 76",
        "message",
        [actions(static_select(options=[option(description=plain("x" * 76))]))],
        "must be less than 76 characters",
        "/0/elements/0/options/0/description/text",
    ),
    (
        "a select's option in mrkdwn",
        "message",
        [actions(static_select(options=[option(text=mrkdwn())]))],
        "unsupported type: mrkdwn",
        "/0/elements/0/options/0/text/type",
    ),
    (
        "a select's option with a url",
        "message",
        [actions(static_select(options=[option(url="https://x.test")]))],
        "invalid additional property: url",
        "/0/elements/0/options/0",
    ),
    (
        "two options of one value",
        "message",
        [actions(static_select(options=[option(), option()]))],
        '`value` "a" already exists',
        "/0/elements/0/options/1/value",
    ),
    (
        "a preselected stranger",
        "message",
        [actions(static_select(initial_option=option("other")))],
        "must match one of the options",
        "/0/elements/0/initial_option",
    ),
    (
        "a preselected option of another text",
        "message",
        [actions(static_select(initial_option=option("v1", text=plain("Else"))))],
        "must match one of the options",
        "/0/elements/0/initial_option",
    ),
    (
        "a preselected stranger of many",
        "message",
        [actions(typed("multi_static_select", options=options(2), initial_options=[option("z")]))],
        "must match one of the options",
        "/0/elements/0/initial_options/0",
    ),
    (
        "a multi select of none at most",
        "message",
        [actions(typed("multi_users_select", max_selected_items=0))],
        "must be more than 0",
        "/0/elements/0/max_selected_items",
    ),
    (
        "more preselected than selectable",
        "message",
        [actions(typed("multi_users_select", initial_users=["U1", "U2"], max_selected_items=1))],
        "no more than 1 items allowed",
        "/0/elements/0/initial_users",
    ),
    (
        "an asking menu with options of its own",
        "message",
        [actions(typed("external_select", options=options(2)))],
        "invalid additional property: options",
        "/0/elements/0",
    ),
    (
        "an asking menu of less than no letters",
        "modal",
        [actions(typed("external_select", min_query_length=-1))],
        "must be more than -1",
        "/0/elements/0/min_query_length",
    ),
    (
        "an asking menu of a letter and a half",
        "home",
        [actions(typed("multi_external_select", min_query_length=1.5))],
        "must provide an integer",
        "/0/elements/0/min_query_length",
    ),
    (
        "an asking menu's placeholder of 151",
        "message",
        [actions(typed("external_select", placeholder=plain("x" * 151)))],
        "must be less than 151 characters",
        "/0/elements/0/placeholder/text",
    ),
    (
        "an asking menu's preselected text of 76",
        "message",
        [actions(typed("external_select", initial_option=option(text=plain("x" * 76))))],
        "must be less than 76 characters",
        "/0/elements/0/initial_option/text/text",
    ),
    (
        "more preselected than selectable in an asking menu",
        "message",
        [actions(typed("multi_external_select", initial_options=options(2), max_selected_items=1))],
        "no more than 1 items allowed",
        "/0/elements/0/initial_options",
    ),
    (
        "an asking menu in small print",
        "message",
        [{"type": "context", "elements": [typed("external_select")]}],
        "unsupported type: external_select",
        "/0/elements/0/type",
    ),
    (
        "a filter of nothing",
        "message",
        [actions(typed("conversations_select", filter={}))],
        "must define either `include` or `exclude_external_shared_channels` or `exclude_bot_users`",
        "/0/elements/0/filter",
    ),
    (
        "11 checkboxes",
        "message",
        [actions(typed("checkboxes", options=options(11)))],
        "no more than 10 items allowed",
        "/0/elements/0/options",
    ),
    (
        "no checkbox",
        "message",
        [actions(typed("checkboxes", options=[]))],
        "must provide at least 1 items",
        "/0/elements/0/options",
    ),
    (
        "a ticked stranger",
        "message",
        [actions(typed("checkboxes", options=options(2), initial_options=[option("z")]))],
        "must match one of the options",
        "/0/elements/0/initial_options/0",
    ),
    (
        "11 radio buttons",
        "message",
        [actions(typed("radio_buttons", options=options(11)))],
        "no more than 10 items allowed",
        "/0/elements/0/options",
    ),
    (
        "a preselected radio stranger",
        "message",
        [actions(typed("radio_buttons", options=options(2), initial_option=option("z")))],
        "must match one of the options",
        "/0/elements/0/initial_option",
    ),
]


@pytest.mark.parametrize(
    ("surface", "blocks", "says", "at"),
    [pytest.param(*row[1:], id=row[0].replace(" ", "-")) for row in REFUSED],
)
def test_the_workspace_refuses(surface: Surface, blocks: Any, says: str, at: str) -> None:
    assert check_blocks(blocks, surface) == [f"[ERROR] {says} [json-pointer:/blocks{at}]"]
