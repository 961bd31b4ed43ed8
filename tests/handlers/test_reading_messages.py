"""Message events in all their subtypes: whose words, when, where, and which are ignored."""

from typing import Any

import pytest

from bot.inbox import Person
from handlers.payloads import Message
from handlers.reading_messages import is_guest, read_message
from tests.fakes import START
from tests.handlers import shapes
from tests.handlers.shapes import BOT, CHANNEL, MAYA, TEAM, TS, written

EDITED = {"user": MAYA, "ts": "1795000005.000000"}


def read(body: dict[str, Any]) -> Message | None:
    return read_message(body, TEAM, BOT, START)


def must_read(body: dict[str, Any]) -> Message:
    message = read(body)
    assert message is not None
    return message


def test_a_new_message_is_its_writers_words_in_its_channel() -> None:
    message = must_read(shapes.message("no service"))
    assert (message.person, message.text) == (Person(TEAM, MAYA), "no service")
    assert (message.channel, message.ts, message.thread_ts) == (CHANNEL, TS, None)
    assert (message.change, message.edited) == ("new", None)


def test_a_message_and_its_mention_are_one_delivery() -> None:
    text = f"<@{BOT}> help"
    assert must_read(shapes.message(text)).delivery == must_read(shapes.mention(text)).delivery


@pytest.mark.parametrize("text", [f"<@{BOT}> help", f"help <@{BOT}|podline>"])
def test_a_mention_of_the_bot_is_seen(text: str) -> None:
    assert must_read(shapes.message(text)).mentions_bot


@pytest.mark.parametrize("text", [f"<@{BOT}2> help", BOT, "help"])
def test_a_mention_of_somebody_else_is_none_of_the_bots(text: str) -> None:
    assert not must_read(shapes.message(text)).mentions_bot


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"<@{BOT}> practice  fax ", "practice  fax"),
        (f"  <@{BOT}|podline> help", "help"),
        (f"<@{BOT}>", ""),
        (f"help <@{BOT}>", ""),
        (f"<@{BOT}2> help", ""),
        (f"&lt;@{BOT}> help", ""),
        (f"<@{BOT} help", ""),
        ("", ""),
    ],
)
def test_what_is_said_to_the_bot_follows_its_name_at_the_start(text: str, said: str) -> None:
    message = read(shapes.message(text))
    assert (message.to_bot if message else "") == said


def test_a_reply_knows_its_thread() -> None:
    assert must_read(shapes.message(ts="2.0", thread_ts="1.0")).thread_ts == "1.0"


def test_a_root_that_has_replies_is_still_a_root() -> None:
    assert must_read(shapes.message(thread_ts=TS, reply_count=3)).thread_ts is None


def test_a_reply_that_also_went_to_the_channel_is_a_reply() -> None:
    body = shapes.message(ts="2.0", subtype="thread_broadcast", thread_ts="1.0", root=written())
    assert must_read(body).thread_ts == "1.0"


@pytest.mark.parametrize("subtype", ["file_share", "me_message"])
def test_words_with_a_file_or_as_an_action_are_words(subtype: str) -> None:
    assert must_read(shapes.message("look", subtype=subtype)).text == "look"


def test_an_edit_is_the_same_message_and_another_delivery() -> None:
    before, after = written("old"), written("new", edited=EDITED)
    message = must_read(shapes.changed(after, before))
    assert (message.text, message.ts, message.change) == ("new", TS, "changed")
    assert message.edited == EDITED["ts"]
    assert message.delivery != must_read(shapes.message("old")).delivery


def test_the_same_edit_sent_again_is_the_same_delivery() -> None:
    body = shapes.changed(written("new", edited=EDITED), written("old"))
    assert must_read(body).delivery == must_read(body | {"event_id": "Ev2"}).delivery


def test_an_edit_of_a_reply_stays_in_its_thread() -> None:
    after = written("new", ts="2.0", thread_ts="1.0", edited=EDITED)
    assert must_read(shapes.changed(after, None)).thread_ts == "1.0"


@pytest.mark.parametrize(
    ("after", "before"),
    [
        (written("link", attachments=[{"id": 1}]), written("link")),
        (written("link", edited=EDITED, attachments=[{"id": 1}]), written("link", edited=EDITED)),
        (written("old", edited=EDITED), written("old")),
        (written("new", bot_id="B1", edited=EDITED), written("old", bot_id="B1")),
        (written("new", edited=EDITED, subtype="bot_message"), written("old")),
        ({}, {}),
    ],
    ids=["unfurl", "unfurl of an edited one", "same text", "a bot's", "a bot's subtype", "empty"],
)
def test_a_change_without_new_words_of_a_person_is_ignored(
    after: dict[str, Any], before: dict[str, Any]
) -> None:
    assert read(shapes.changed(after, before)) is None


def test_a_deletion_knows_what_was_there() -> None:
    message = must_read(shapes.deleted(written("gone", thread_ts="1.0")))
    assert (message.change, message.ts, message.thread_ts) == ("deleted", TS, "1.0")
    assert (message.person.user, message.text) == (MAYA, "")


def test_a_deletion_that_does_not_say_whose_is_still_a_deletion() -> None:
    message = must_read(shapes.deleted(None))
    assert (message.change, message.person.user) == ("deleted", "")


def test_a_tombstone_is_how_the_root_of_a_thread_is_deleted() -> None:
    tombstone = written("This message was deleted.", subtype="tombstone", user="USLACKBOT")
    message = must_read(shapes.changed(tombstone, written("gone", reply_count=1)))
    assert (message.change, message.ts, message.person.user) == ("deleted", TS, MAYA)
    assert message.delivery == must_read(shapes.deleted(written("gone"))).delivery


def test_the_deletion_of_a_bots_message_is_ignored() -> None:
    assert read(shapes.deleted(written("card", bot_id="B1", user=BOT))) is None


@pytest.mark.parametrize(
    "more",
    [
        {"subtype": "bot_message", "bot_id": "B1"},
        {"bot_id": "B1"},
        {"subtype": "channel_join"},
        {"subtype": "group_join", "inviter": "U1"},
        {"subtype": "channel_topic", "topic": "x"},
        {"subtype": "huddle_thread"},
        {"subtype": "tombstone"},
        {"user": "USLACKBOT"},
        {"user": None},
        {"user": 5},
        {"ts": None},
        {"channel": None},
        {"subtype": ["x"]},
    ],
    ids=str,
)
def test_what_no_person_said_is_ignored(more: dict[str, Any]) -> None:
    assert read(shapes.message(**more)) is None


def test_a_message_without_any_optional_key_is_read() -> None:
    bare = {"type": "message", "user": MAYA, "ts": TS, "channel": CHANNEL}
    message = must_read({"type": "event_callback", "event": bare})
    assert (message.text, message.thread_ts) == ("", None)


@pytest.mark.parametrize("kind", ["is_restricted", "is_ultra_restricted"])
def test_a_guest_is_known_where_slack_tells_the_profile(kind: str) -> None:
    assert is_guest({"user_profile": {kind: True}})
    assert not is_guest({"user_profile": {kind: False}})


@pytest.mark.parametrize("ts", ["soon", "nan", "inf", "1e9", "-1.0", "١.٢", "9" * 40, "1.0.0"])
def test_a_moment_that_is_no_number_makes_no_message(ts: str) -> None:
    before, after = written("old"), written("new", edited={"user": MAYA, "ts": ts})
    assert read(shapes.message(ts=ts)) is None
    assert read(shapes.changed(after, before)) is None
    assert read(shapes.deleted(before, ts=ts)) is None
