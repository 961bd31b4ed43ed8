"""Rules about inputs, pickers and rich text: each refuses what it is there to refuse.

A row: what is wrong, where it stands, the blocks, the complaint, the JSON pointer below /blocks.
"""

from typing import Any

import pytest

from bot.workspace.blocks import Surface, check_blocks

Block = dict[str, Any]
Row = tuple[str, Surface, Any, str, str]


def plain(words: Any = "Go", **more: Any) -> Block:
    return {"type": "plain_text", "text": words, **more}


def actions(*elements: Any) -> Block:
    return {"type": "actions", "elements": list(elements)}


def entry(element: Block, **more: Any) -> Block:
    return {"type": "input", "label": plain("Question"), "element": element, **more}


def typed(kind: Any, **more: Any) -> Block:
    return {"type": kind, **more}


def rich(*elements: Any) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def rich_section(*parts: Any) -> Block:
    return {"type": "rich_text_section", "elements": list(parts)}


REFUSED: list[Row] = [
    (
        "no file at most",
        "modal",
        [entry(typed("file_input", max_files=0))],
        "must be more than 0",
        "/0/element/max_files",
    ),
    (
        "the 31st of February",
        "message",
        [actions(typed("datepicker", initial_date="2026-02-31"))],
        "must be a date in the format YYYY-MM-DD",
        "/0/elements/0/initial_date",
    ),
    (
        "a date the American way",
        "message",
        [actions(typed("datepicker", initial_date="02/03/2026"))],
        "must be a date in the format YYYY-MM-DD",
        "/0/elements/0/initial_date",
    ),
    (
        "twenty-five o'clock",
        "message",
        [actions(typed("timepicker", initial_time="25:00"))],
        "must be a time in the format HH:mm",
        "/0/elements/0/initial_time",
    ),
    (
        "a date and time in milliseconds",
        "message",
        [actions(typed("datetimepicker", initial_date_time=1700000000000))],
        "must be less than 10000000000",
        "/0/elements/0/initial_date_time",
    ),
    (
        "a date and time as a string",
        "message",
        [actions(typed("datetimepicker", initial_date_time="1700000000"))],
        "must provide an integer",
        "/0/elements/0/initial_date_time",
    ),
    (
        "a min_length of 3001",
        "message",
        [entry(typed("plain_text_input", min_length=3001))],
        "must be less than 3001",
        "/0/element/min_length",
    ),
    (
        "a max_length of 3001",
        "message",
        [entry(typed("plain_text_input", max_length=3001))],
        "must be less than 3001",
        "/0/element/max_length",
    ),
    (
        "a max_length of nothing",
        "message",
        [entry(typed("plain_text_input", max_length=0))],
        "must be more than 0",
        "/0/element/max_length",
    ),
    (
        "a shortest above the longest",
        "message",
        [entry(typed("plain_text_input", min_length=9, max_length=3))],
        "`min_length` must not be greater than `max_length`",
        "/0/element/min_length",
    ),
    (
        "3001 characters filled in",
        "message",
        [entry(typed("plain_text_input", initial_value="x" * 3001))],
        "must be less than 3001 characters",
        "/0/element/initial_value",
    ),
    (
        "a text input without a field for trigger actions",
        "message",
        [entry(typed("plain_text_input", dispatch_action_config={}))],
        "missing required field: trigger_actions_on",
        "/0/element/dispatch_action_config",
    ),
    (
        "an unknown trigger action",
        "message",
        [
            entry(
                typed(
                    "plain_text_input", dispatch_action_config={"trigger_actions_on": ["on_blur"]}
                )
            )
        ],
        "must be one of: on_enter_pressed, on_character_entered",
        "/0/element/dispatch_action_config/trigger_actions_on/0",
    ),
    (
        "a number input silent on decimals",
        "message",
        [entry(typed("number_input"))],
        "missing required field: is_decimal_allowed",
        "/0/element",
    ),
    (
        "a bound that is a number",
        "message",
        [entry(typed("number_input", is_decimal_allowed=False, min_value=1))],
        "must provide a string",
        "/0/element/min_value",
    ),
    (
        "a bound that is a word",
        "message",
        [entry(typed("number_input", is_decimal_allowed=False, min_value="one"))],
        "must be a number, as a string",
        "/0/element/min_value",
    ),
    (
        "a half where only wholes go",
        "message",
        [entry(typed("number_input", is_decimal_allowed=False, max_value="1.5"))],
        "must be a whole number",
        "/0/element/max_value",
    ),
    (
        "a least above the most",
        "message",
        [entry(typed("number_input", is_decimal_allowed=False, min_value="9", max_value="3"))],
        "`min_value` must not be greater than `max_value`",
        "/0/element/min_value",
    ),
    (
        "a number filled in below the least",
        "message",
        [entry(typed("number_input", is_decimal_allowed=False, min_value="9", initial_value="3"))],
        "`min_value` must not be greater than `initial_value`",
        "/0/element/min_value",
    ),
    (
        "a number filled in above the most",
        "message",
        [entry(typed("number_input", is_decimal_allowed=False, max_value="3", initial_value="9"))],
        "`initial_value` must not be greater than `max_value`",
        "/0/element/initial_value",
    ),
    (
        "an email filled in that is none",
        "message",
        [entry(typed("email_text_input", initial_value="maya"))],
        "must be a valid email address",
        "/0/element/initial_value",
    ),
    (
        "a url filled in that is none",
        "message",
        [entry(typed("url_text_input", initial_value="maya"))],
        "must be a valid url",
        "/0/element/initial_value",
    ),
    (
        "11 files",
        "modal",
        [entry(typed("file_input", max_files=11))],
        "must be less than 11",
        "/0/element/max_files",
    ),
    ("rich text of nothing", "message", [rich()], "must provide at least 1 items", "/0/elements"),
    (
        "an unknown rich element",
        "message",
        [rich(typed("rich_text_poem", elements=[]))],
        "unsupported type: rich_text_poem",
        "/0/elements/0/type",
    ),
    (
        "an empty rich word",
        "message",
        [rich(rich_section(typed("text", text="")))],
        "must be more than 0 characters",
        "/0/elements/0/elements/0/text",
    ),
    (
        "an unknown rich style",
        "message",
        [rich(rich_section(typed("text", text="x", style={"blink": True})))],
        "invalid additional property: blink",
        "/0/elements/0/elements/0/style",
    ),
    (
        "a link that is none",
        "message",
        [rich(rich_section(typed("link", url="x")))],
        "must be a valid url",
        "/0/elements/0/elements/0/url",
    ),
    (
        "a list of no style",
        "message",
        [rich(typed("rich_text_list", elements=[rich_section()]))],
        "missing required field: style",
        "/0/elements/0",
    ),
    (
        "a list indented 9 times",
        "message",
        [rich(typed("rich_text_list", style="bullet", indent=9, elements=[rich_section()]))],
        "must be less than 9",
        "/0/elements/0/indent",
    ),
    (
        "a mention in preformatted text",
        "message",
        [rich(typed("rich_text_preformatted", elements=[typed("user", user_id="U1")]))],
        "unsupported type: user",
        "/0/elements/0/elements/0/type",
    ),
    (
        "a broadcast to everywhere",
        "message",
        [rich(rich_section(typed("broadcast", range="all")))],
        "must be one of: here, channel, everyone",
        "/0/elements/0/elements/0/range",
    ),
]


@pytest.mark.parametrize(
    ("surface", "blocks", "says", "at"),
    [pytest.param(*row[1:], id=row[0].replace(" ", "-")) for row in REFUSED],
)
def test_the_workspace_refuses(surface: Surface, blocks: Any, says: str, at: str) -> None:
    assert check_blocks(blocks, surface) == [f"[ERROR] {says} [json-pointer:/blocks{at}]"]
