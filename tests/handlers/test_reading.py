"""What people do with commands, buttons, modals, shortcuts and emoji, read from real shapes."""

from typing import Any

import pytest

from bot.errors import Unreadable
from bot.inbox import Person
from handlers.reading import (
    read_command,
    read_home,
    read_joined,
    read_press,
    read_reaction,
    read_shortcut,
    read_submission,
    read_suggestion,
)
from tests.fakes import START
from tests.handlers import shapes
from tests.handlers.shapes import TEAM

MAYA = Person(TEAM, shapes.MAYA)


def test_a_command_is_one_delivery_by_its_trigger() -> None:
    body = shapes.command("no service")
    command = read_command(body, TEAM, START)
    assert command.delivery.key == f"command:{body['trigger_id']}"
    assert (command.person, command.command, command.text) == (MAYA, "/advise", "no service")


def test_what_no_database_takes_is_gone_from_typed_words() -> None:
    command = read_command(shapes.command(" no\x00 service\ud800\u202e "), TEAM, START)
    assert command.text == "no service"


def test_a_command_alone_has_no_text() -> None:
    body = shapes.command()
    del body["text"], body["response_url"]
    command = read_command(body, TEAM, START)
    assert (command.text, command.response_url) == ("", "")


def test_a_press_in_a_channel_knows_the_message_and_the_way_back() -> None:
    press = read_press(shapes.press("advice.claim", "17"), TEAM, START)
    assert (press.action_id, press.value) == ("advice.claim", "17")
    assert (press.channel, press.message_ts) == (shapes.CHANNEL, shapes.TS)
    assert press.response_url is not None


def test_a_press_in_a_modal_knows_what_its_inputs_held() -> None:
    body = shapes.press_in_view("modal")
    body["view"]["state"]["values"] = {"words": {"words": shapes.typed("lost phone")}, "x": None}
    assert read_press(body, TEAM, START).values == {"words": "lost phone"}
    several = {"one": shapes.typed("1"), "two": shapes.typed(None)}
    body["view"]["state"]["values"] = {"filters": several}
    assert read_press(body, TEAM, START).values == {"one": "1", "two": None}


@pytest.mark.parametrize("kind", ["home", "modal"])
def test_a_press_in_a_view_knows_its_view_and_metadata(kind: str) -> None:
    press = read_press(shapes.press_in_view(kind), TEAM, START)
    assert (press.view_type, press.view_id, press.metadata) == (kind, "V1", "meta")
    assert (press.channel, press.response_url) == (None, None)


def test_a_press_on_a_private_message_knows_its_channel_from_the_container() -> None:
    body = shapes.press()
    del body["channel"], body["message"]
    assert read_press(body, TEAM, START).channel == shapes.CHANNEL


def test_a_menu_that_asks_says_what_was_typed_and_in_which_form() -> None:
    asked = read_suggestion(shapes.suggestion("practices.find", " ram\x00 "), TEAM, START)
    assert (asked.person, asked.action_id, asked.typed) == (MAYA, "practices.find", "ram")
    assert (asked.metadata, asked.delivery.now) == ("meta", START)


def test_a_menu_on_a_message_asks_with_nothing_typed_and_without_a_form() -> None:
    body = shapes.suggestion(container=shapes.container())
    del body["view"], body["value"]
    asked = read_suggestion(body, TEAM, START)
    assert (asked.typed, asked.metadata) == ("", "")


def test_whoever_presses_in_an_organisation_is_a_member_of_our_workspace() -> None:
    body = shapes.press()
    body["user"]["team_id"] = "E0ORG"
    assert read_press(body, TEAM, START).person == MAYA


ELEMENTS: list[tuple[dict[str, Any], str | None]] = [
    ({"type": "plain_text_input", "value": "words"}, "words"),
    ({"type": "plain_text_input", "value": None}, None),
    ({"type": "email_text_input", "value": "a@example.com"}, "a@example.com"),
    ({"type": "url_text_input", "value": "https://example.com"}, "https://example.com"),
    ({"type": "number_input", "value": "4"}, "4"),
    ({"type": "static_select", "selected_option": {"value": "network"}}, "network"),
    ({"type": "static_select", "selected_option": None}, None),
    ({"type": "external_select", "selected_option": {"value": "x"}}, "x"),
    ({"type": "radio_buttons", "selected_option": {"value": "phone"}}, "phone"),
    ({"type": "overflow", "selected_option": {"value": "edit:1"}}, "edit:1"),
    ({"type": "checkboxes", "selected_options": [{"value": "a"}, {"value": "b"}]}, "a,b"),
    ({"type": "checkboxes", "selected_options": []}, None),
    ({"type": "multi_static_select", "selected_options": [{"value": "a"}]}, "a"),
    ({"type": "users_select", "selected_user": "U1"}, "U1"),
    ({"type": "conversations_select", "selected_conversation": "C1"}, "C1"),
    ({"type": "channels_select", "selected_channel": "C1"}, "C1"),
    ({"type": "multi_users_select", "selected_users": ["U1", "U2"]}, "U1,U2"),
    ({"type": "multi_conversations_select", "selected_conversations": ["C1"]}, "C1"),
    ({"type": "multi_channels_select", "selected_channels": []}, None),
    ({"type": "datepicker", "selected_date": "2026-11-16"}, "2026-11-16"),
    ({"type": "timepicker", "selected_time": "16:00", "timezone": "x"}, "16:00"),
    ({"type": "timepicker", "selected_time": None}, None),
    ({"type": "datetimepicker", "selected_date_time": 1795000000}, "1795000000"),
    ({"type": "file_input", "files": [{"id": "F1"}]}, None),
    (
        {
            "type": "rich_text_input",
            "rich_text_value": {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_section",
                        "elements": [
                            {"type": "text", "text": "two "},
                            {"type": "text", "text": "sites", "style": {"bold": True}},
                        ],
                    }
                ],
            },
        },
        "two sites",
    ),
]


@pytest.mark.parametrize(("element", "expected"), ELEMENTS)
def test_every_element_of_a_modal_gives_what_was_typed_or_chosen(
    element: dict[str, Any], expected: str | None
) -> None:
    submission = read_submission(shapes.submission({"q": element}), TEAM, START)
    assert submission.values == {"q": expected}


def test_a_submission_knows_its_modal() -> None:
    submission = read_submission(shapes.submission({}, "advice.ask_form"), TEAM, START)
    assert submission.callback_id == "advice.ask_form"
    assert (submission.metadata, submission.view_id) == ("meta", "V1")


def test_a_message_shortcut_brings_the_message() -> None:
    shortcut = read_shortcut(shapes.message_shortcut(thread_ts="1.0"), TEAM, START)
    assert shortcut.message_text == "no service"
    assert (shortcut.message_ts, shortcut.thread_ts) == (shapes.TS, "1.0")


def test_a_global_shortcut_has_no_message() -> None:
    shortcut = read_shortcut(shapes.global_shortcut(), TEAM, START)
    assert (shortcut.channel, shortcut.message_text, shortcut.response_url) == (None, None, None)


BLOCKS: list[tuple[dict[str, Any], str]] = [
    (
        {"text": "", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "*a*"}}]},
        "*a*",
    ),
    (
        {"text": "", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "a&b"}}]},
        "a&amp;b",
    ),
    (
        {
            "text": "",
            "blocks": [{"type": "context", "elements": [{"type": "mrkdwn", "text": "c"}]}],
        },
        "c",
    ),
    ({"text": "", "attachments": [{"title": "Outage", "text": "two sites"}]}, "Outage\ntwo sites"),
    ({"text": "", "attachments": [{"fallback": "[no preview]"}]}, "[no preview]"),
    ({"text": "", "files": [{"id": "F1"}]}, ""),
]


@pytest.mark.parametrize(("message", "expected"), BLOCKS)
def test_a_message_of_blocks_or_attachments_alone_has_the_words_that_it_shows(
    message: dict[str, Any], expected: str
) -> None:
    shortcut = read_shortcut(shapes.message_shortcut(**message), TEAM, START)
    assert shortcut.message_text == expected


@pytest.mark.parametrize("name", ["thumbsup::skin-tone-2", "thumbsup"])
def test_a_reaction_is_the_same_in_every_skin_tone(name: str) -> None:
    reaction = read_reaction(shapes.reaction(name), TEAM, START)
    assert reaction is not None
    assert (reaction.name, reaction.added) == ("thumbsup", True)


def test_taking_a_reaction_back_is_a_delivery_of_its_own() -> None:
    body = shapes.reaction(added=False)
    reaction = read_reaction(body, TEAM, START)
    assert reaction is not None
    assert (reaction.added, reaction.delivery.key) == (False, f"event:{body['event_id']}")


def test_a_reaction_on_a_file_is_nobodys_business() -> None:
    assert read_reaction(shapes.reaction(type="file"), TEAM, START) is None


def test_home_is_opened_on_its_tab_alone() -> None:
    opened = read_home(shapes.home_opened(), TEAM, START)
    assert opened is not None
    assert opened.person == MAYA
    assert read_home(shapes.home_opened("messages"), TEAM, START) is None


def test_who_joined_a_huddle_is_known_with_the_moment_and_not_with_the_huddle() -> None:
    body = shapes.joined()
    joined = read_joined(body, TEAM, START)
    assert joined is not None
    assert (joined.person, joined.delivery.key) == (MAYA, f"event:{body['event_id']}")
    assert joined.at.timestamp() == 1795000004.0001


@pytest.mark.parametrize(
    "more",
    [
        {"state": "default_unset"},
        {"state": "something_from_2031"},
        {"is_bot": True},
        {"team_id": "T0OTHER"},
        {"id": ""},
        {"profile": "in_a_huddle"},
    ],
)
def test_who_left_one_a_bot_and_a_person_of_another_workspace_are_nobodys_business(
    more: dict[str, Any],
) -> None:
    assert read_joined(shapes.joined(**more), TEAM, START) is None


def test_a_person_of_our_organisation_may_have_another_workspace_for_their_own() -> None:
    body = shapes.joined(team_id="T0OTHER", enterprise_user={"id": "U0MAYA"})
    assert read_joined(body, TEAM, START) is not None


@pytest.mark.parametrize("key", ["trigger_id", "user_id", "command", "channel_id"])
@pytest.mark.parametrize("value", [None, "", 5, [], {}, "a" * 300, "a\nb"])
def test_a_command_without_what_it_needs_is_unreadable(key: str, value: Any) -> None:
    with pytest.raises(Unreadable):
        read_command(shapes.command() | {key: value}, TEAM, START)


@pytest.mark.parametrize("ts", ["soon", "nan", "9" * 40])
def test_a_reaction_at_a_moment_that_is_no_number_is_ignored(ts: str) -> None:
    assert read_reaction(shapes.reaction(ts=ts), TEAM, START) is None
