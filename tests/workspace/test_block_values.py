"""The state of untouched elements, and what Slack's own client refuses when "submit" is pressed."""

from typing import Any

import pytest

from bot.workspace.blocks import check_values, initial_values

Block = dict[str, Any]

PLAIN = {"type": "plain_text", "text": "Go"}
A, B = ({"text": {"type": "plain_text", "text": name}, "value": name} for name in "ab")


def entry(kind: str, *, optional: bool = False, **element: Any) -> Block:
    return {
        "type": "input",
        "block_id": "b",
        "label": PLAIN,
        "optional": optional,
        "element": {"type": kind, "action_id": "a", **element},
    }


def state(kind: str, key: str, value: Any) -> dict[str, Any]:
    return {"b": {"a": {"type": kind, key: value}}}


@pytest.mark.parametrize(
    ("kind", "key", "empty"),
    [
        ("plain_text_input", "value", None),
        ("number_input", "value", None),
        ("email_text_input", "value", None),
        ("url_text_input", "value", None),
        ("file_input", "files", []),
        ("static_select", "selected_option", None),
        ("radio_buttons", "selected_option", None),
        ("checkboxes", "selected_options", []),
        ("multi_static_select", "selected_options", []),
        ("users_select", "selected_user", None),
        ("multi_users_select", "selected_users", []),
        ("channels_select", "selected_channel", None),
        ("multi_channels_select", "selected_channels", []),
        ("conversations_select", "selected_conversation", None),
        ("multi_conversations_select", "selected_conversations", []),
        ("datepicker", "selected_date", None),
        ("timepicker", "selected_time", None),
        ("datetimepicker", "selected_date_time", None),
    ],
)
def test_an_untouched_element_sends_its_empty_state(kind: str, key: str, empty: Any) -> None:
    assert initial_values([entry(kind)]) == state(kind, key, empty)


def test_initial_values_are_sent_as_they_are() -> None:
    assert initial_values([entry("plain_text_input", initial_value="x")]) == state(
        "plain_text_input", "value", "x"
    )
    assert initial_values([entry("checkboxes", options=[A, B], initial_options=[B])]) == state(
        "checkboxes", "selected_options", [B]
    )


def test_elements_outside_inputs_have_a_state_and_buttons_have_none() -> None:
    button = {"type": "button", "text": PLAIN, "action_id": "go"}
    picker = {"type": "datepicker", "action_id": "day", "initial_date": "2026-02-28"}
    blocks: list[Block] = [
        {"type": "section", "block_id": "s", "text": PLAIN, "accessory": picker},
        {"type": "actions", "block_id": "x", "elements": [button, {**picker, "action_id": "d2"}]},
        {"type": "section", "block_id": "t", "text": PLAIN, "accessory": button},
    ]
    day = {"type": "datepicker", "selected_date": "2026-02-28"}
    assert initial_values(blocks) == {"s": {"day": day}, "x": {"d2": day}}


MISSING = "Please complete this required field."
REFUSED: list[tuple[str, Block, str, Any, str]] = [
    ("nothing typed", entry("plain_text_input"), "value", None, MISSING),
    ("an empty text", entry("plain_text_input"), "value", "", MISSING),
    ("no option chosen", entry("static_select", options=[A]), "selected_option", None, MISSING),
    ("no box ticked", entry("checkboxes", options=[A]), "selected_options", [], MISSING),
    (
        "a text too short",
        entry("plain_text_input", min_length=3),
        "value",
        "xx",
        "Please use at least 3 characters.",
    ),
    (
        "an optional text too short",
        entry("plain_text_input", min_length=3, optional=True),
        "value",
        "xx",
        "Please use at least 3 characters.",
    ),
    (
        "a text too long",
        entry("plain_text_input", max_length=3),
        "value",
        "xxxx",
        "Please use no more than 3 characters.",
    ),
    (
        "a text of 3001",
        entry("plain_text_input"),
        "value",
        "x" * 3001,
        "Please use no more than 3000 characters.",
    ),
    (
        "a word as a number",
        entry("number_input", is_decimal_allowed=True),
        "value",
        "two",
        "Please enter a number.",
    ),
    (
        "an infinite number",
        entry("number_input", is_decimal_allowed=True),
        "value",
        "inf",
        "Please enter a number.",
    ),
    (
        "a half as a whole",
        entry("number_input", is_decimal_allowed=False),
        "value",
        "1.5",
        "Please enter a whole number.",
    ),
    (
        "a number too small",
        entry("number_input", is_decimal_allowed=False, min_value="2"),
        "value",
        "1",
        "Please enter a number of at least 2.",
    ),
    (
        "a number too big",
        entry("number_input", is_decimal_allowed=False, max_value="2"),
        "value",
        "3",
        "Please enter a number of at most 2.",
    ),
    (
        "an email without an at",
        entry("email_text_input"),
        "value",
        "maya",
        "Please enter a valid email address.",
    ),
    (
        "a url without a scheme",
        entry("url_text_input"),
        "value",
        "x.test",
        "Please enter a valid URL.",
    ),
    (
        "a day that is none",
        entry("datepicker"),
        "selected_date",
        "2026-02-31",
        "Please enter a date.",
    ),
    ("a time that is none", entry("timepicker"), "selected_time", "24:00", "Please enter a time."),
    (
        "too many chosen",
        entry("multi_users_select", max_selected_items=1),
        "selected_users",
        ["U1", "U2"],
        "Please choose no more than 1.",
    ),
    (
        "an option that nobody offered",
        entry("static_select", option_groups=[{"label": PLAIN, "options": [A]}]),
        "selected_option",
        B,
        "Please choose one of the options.",
    ),
    (
        "an option of another shape",
        entry("radio_buttons", options=[A]),
        "selected_option",
        "a",
        "Please choose one of the options.",
    ),
]


@pytest.mark.parametrize(
    ("block", "key", "value", "says"),
    [pytest.param(*row[1:], id=row[0].replace(" ", "-")) for row in REFUSED],
)
def test_the_client_refuses(block: Block, key: str, value: Any, says: str) -> None:
    assert check_values([block], state(block["element"]["type"], key, value)) == {"b": says}


@pytest.mark.parametrize("values", [{}, {"b": None}, {"b": {"a": []}}, {"b": {"other": {}}}])
def test_a_state_that_lacks_the_input_is_an_empty_input(values: dict[str, Any]) -> None:
    assert check_values([entry("plain_text_input")], values) == {"b": MISSING}
    assert check_values([entry("plain_text_input", optional=True)], values) == {}


def test_good_values_pass() -> None:
    good: list[tuple[Block, str, Any]] = [
        (entry("plain_text_input", min_length=3, max_length=3), "value", "xyz"),
        (entry("plain_text_input"), "value", "   "),
        (entry("number_input", is_decimal_allowed=True, min_value="1"), "value", "1.5"),
        (entry("email_text_input"), "value", "ana@x.test"),
        (entry("url_text_input"), "value", "https://x.test"),
        (entry("datepicker"), "selected_date", "2026-02-28"),
        (entry("timepicker"), "selected_time", "23:59"),
        (entry("checkboxes", options=[A, B]), "selected_options", [B]),
        (entry("external_select"), "selected_option", A),
        (entry("users_select"), "selected_user", "U1"),
        (entry("rich_text_input"), "rich_text_value", {"type": "rich_text"}),
    ]
    for block, key, value in good:
        assert check_values([block], state(block["element"]["type"], key, value)) == {}


def test_only_input_blocks_are_required() -> None:
    picker = {"type": "datepicker", "action_id": "day"}
    block = {"type": "section", "block_id": "s", "text": PLAIN, "accessory": picker}
    assert check_values([block], {}) == {}
