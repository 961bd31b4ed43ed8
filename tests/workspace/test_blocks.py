"""Realistic messages, modals and Home tabs pass; nothing ever raises; the whole message counts."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workspace.blocks import Surface, blocks_too_long, check_blocks, check_view

Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def button(text: str, action_id: str, **more: Any) -> Block:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def option(text: str, value: str) -> Block:
    return {"text": plain(text), "value": value}


def section(text: str, **more: Any) -> Block:
    return {"type": "section", "text": mrkdwn(text), **more}


def entry(block_id: str, label: str, element: Block, **more: Any) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": element,
        **more,
    }


OPTIONS = [option("On the line", "talking"), option("On hold", "on_hold")]
SURE = {
    "title": plain("Not a question?"),
    "text": mrkdwn("The card goes *away*."),
    "confirm": plain("Yes"),
    "deny": plain("No"),
    "style": "danger",
}
CARD: list[Block] = [
    section("🙋 <@U1> · on the line · network\nNo service in Ramona since this morning."),
    {
        "type": "context",
        "elements": [
            mrkdwn("asked <!date^1700000000^{time}|10:41>"),
            {"type": "image", "image_url": "https://x.test/a.png", "alt_text": "San Diego"},
        ],
    },
    {
        "type": "actions",
        "block_id": "ask:1",
        "elements": [
            button("I've got this", "claim", style="primary", value="1"),
            button("Answer", "answer", value="1"),
            {"type": "overflow", "action_id": "more", "options": OPTIONS, "confirm": SURE},
            {
                "type": "static_select",
                "action_id": "topic",
                "placeholder": plain("Topic"),
                "option_groups": [{"label": plain("State"), "options": OPTIONS}],
                "initial_option": {
                    "text": {"type": "plain_text", "text": "On hold"},
                    "value": "on_hold",
                },
            },
        ],
    },
]
MODAL: list[Block] = [
    {"type": "alert", "text": plain("That was not saved."), "level": "warning"},
    entry(
        "question",
        "Question",
        {
            "type": "plain_text_input",
            "action_id": "text",
            "multiline": True,
            "min_length": 3,
            "max_length": 3000,
            "initial_value": "No service",
            "placeholder": plain("What does the customer ask?"),
            "focus_on_load": True,
            "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]},
        },
        hint=plain("Masked before it is posted."),
        dispatch_action=True,
    ),
    entry(
        "contact",
        "Contact",
        {
            "type": "radio_buttons",
            "action_id": "contact",
            "options": [
                {"text": mrkdwn("*Phone*"), "value": "phone", "description": mrkdwn("on the line")},
                option("Chat", "chat"),
            ],
            "initial_option": option("Chat", "chat"),
        },
    ),
    entry(
        "helpers",
        "Who helped",
        {
            "type": "multi_users_select",
            "action_id": "h",
            "initial_users": ["U1"],
            "max_selected_items": 3,
        },
        optional=True,
    ),
    entry("due", "Due", {"type": "datetimepicker", "initial_date_time": 1_700_000_000}),
    entry("day", "Day", {"type": "datepicker", "initial_date": "2026-02-28"}),
    entry(
        "time",
        "Time",
        {"type": "timepicker", "initial_time": "23:59", "timezone": "America/Los_Angeles"},
    ),
    entry(
        "case",
        "Case",
        {
            "type": "number_input",
            "is_decimal_allowed": True,
            "min_value": "-1.5",
            "initial_value": "0",
            "max_value": "10",
        },
    ),
    entry("mail", "Mail", {"type": "email_text_input", "initial_value": "ana@x.test"}),
    entry("link", "Link", {"type": "url_text_input", "initial_value": "https://x.test/a"}),
    entry("files", "Files", {"type": "file_input", "filetypes": ["png"], "max_files": 3}),
]
HOME: list[Block] = [
    {"type": "header", "text": plain("My open asks")},
    {"type": "section", "fields": [mrkdwn("*San Diego*"), plain("6 PM")]},
    section("Open", accessory=button("Open", "open", url="slack://channel?team=T1&id=C1")),
    section("Closed", accessory=button("Open", "open")),
    {"type": "divider"},
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "user", "user_id": "U1"},
                    {"type": "text", "text": " ", "style": {"bold": True}},
                    {"type": "link", "url": "https://x.test", "text": "here"},
                    {"type": "emoji", "name": "wave", "unicode": "1f44b"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "bullet",
                "indent": 1,
                "elements": [
                    {
                        "type": "rich_text_section",
                        "elements": [{"type": "broadcast", "range": "here"}],
                    }
                ],
            },
        ],
    },
]


@pytest.mark.parametrize(
    ("blocks", "surface"),
    [(CARD, "message"), (MODAL, "modal"), (HOME, "home"), (HOME, "message"), (HOME, "modal")],
)
def test_good_blocks_pass(blocks: list[Block], surface: Surface) -> None:
    assert check_blocks(blocks, surface) == []


def test_a_message_may_have_no_blocks() -> None:
    assert check_blocks([], "message") == []


def test_limits_are_reached_exactly() -> None:
    actions = {"type": "actions", "elements": [button("x" * 75, f"a{n}") for n in range(25)]}
    assert (
        check_blocks([section("x" * 3000), actions, *[{"type": "divider"}] * 48], "message") == []
    )


def test_an_action_id_may_come_again_in_another_block() -> None:
    again = [{"type": "actions", "elements": [button("Go", "go")]} for _ in range(2)]
    assert check_blocks(again, "message") == []


def test_every_problem_is_told_at_once() -> None:
    assert check_blocks([section(""), {"type": "header", "text": mrkdwn("x")}], "message") == [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]",
        "[ERROR] unsupported type: mrkdwn [json-pointer:/blocks/1/text/type]",
    ]


def test_a_message_is_too_long_when_its_blocks_together_are() -> None:
    assert not blocks_too_long([section("x" * 3000) for _ in range(4)])
    assert blocks_too_long([*[section("x" * 3000) for _ in range(4)], section("x")])


def test_addresses_count_towards_the_length_of_a_message() -> None:
    accessory = button("x", "a", url="https://x.test/".ljust(3000, "x"))
    assert blocks_too_long([section("x" * 3000, accessory=accessory)] * 2 + [section("x")])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
KEYS = st.sampled_from(
    [
        "type",
        "text",
        "elements",
        "element",
        "accessory",
        "options",
        "option_groups",
        "fields",
        "initial_option",
        "value",
        "label",
        "action_id",
        "block_id",
        "min_value",
        "is_decimal_allowed",
    ]
)
TYPES = st.sampled_from(
    [
        "section",
        "actions",
        "input",
        "context",
        "rich_text",
        "plain_text",
        "mrkdwn",
        "button",
        "static_select",
        "number_input",
        "modal",
        "home",
        "rich_text_section",
        "image",
    ]
)
NEARLY_BLOCKS = st.recursive(
    TYPES | JSON,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.builds(lambda kind, rest: {**rest, "type": kind}, TYPES, st.dictionaries(KEYS, inner))
    ),
    max_leaves=25,
)


@given(st.lists(NEARLY_BLOCKS, max_size=3) | JSON, st.sampled_from(["message", "modal", "home"]))
def test_any_json_is_judged_without_raising(blocks: object, surface: Surface) -> None:
    assert all(line.startswith("[ERROR] ") for line in check_blocks(blocks, surface))
    assert blocks_too_long(blocks) in (True, False)


@given(JSON, NEARLY_BLOCKS)
def test_any_json_as_a_view_is_judged_without_raising(junk: object, nearly: object) -> None:
    for view in (junk, nearly, {"type": "modal", "title": junk, "blocks": [nearly]}):
        assert check_view(view)
