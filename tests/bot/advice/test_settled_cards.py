"""The cards of a settled ask: how it ended, and as much of what worked as five lines hold."""

from uuid import UUID

import pytest

from bot.advice.facts import Around
from bot.advice.overflow_card import overflow_card
from bot.advice.views import card
from bot.practices import words as practices
from bot.text.escaping import plain
from bot.text.fitting import SMALL, lines
from bot.text.kit import Card
from storage.advice import Ask, AskState, OverflowReason, Reply, Source
from tests.bot.advice.samples import (
    ASKED_AT,
    FIRE,
    QUESTION,
    ZONE,
    controls,
    labels,
    sample_ask,
    sample_reply,
    texts,
)

SETTLED = [state for state in AskState if state not in (AskState.OPEN, AskState.CLAIMED)]
LINE = "A fire near Ramona took two sites down; crews are on site; about 24 hours."
DETAIL = "Ticket 4471. Wi-Fi calling works meanwhile; offer one month's credit where they ask. "


def seen(shown: Card) -> str:
    return "\n".join(texts(shown.blocks))


def accepted(reply: Reply, **changes: object) -> Ask:
    return sample_ask(state=AskState.ACCEPTED, accepted_reply_id=reply.id, **changes)


def how_many(shown: Card) -> int:
    """How many lines the card takes at 320 px, above its buttons."""
    first, *question = texts(shown.blocks)
    small = sum(lines(each, SMALL) for each in question if each not in labels(shown.blocks))
    return lines(plain(first).replace("*", "")) + small


def test_an_accepted_card_says_what_worked_for_which_question() -> None:
    reply = sample_reply()
    ask = sample_ask(state=AskState.ACCEPTED, accepted_reply_id=reply.id)
    shown = card(ask, [sample_reply("Ines Costa", "no"), reply], ZONE)
    line = f'✅ *Maya R.* · network — Dan O.: "{FIRE}"'
    asked = "Three customers in Ramona with no…"
    assert texts(shown.blocks) == [line, asked, "Save as a practice"]
    assert shown.text == f'Maya R. · network — Dan O.: "{FIRE}"'


def test_an_accepted_answer_that_was_deleted_is_not_repeated() -> None:
    reply = sample_reply(text="secret", deleted_at=ASKED_AT)
    ask = sample_ask(state=AskState.ACCEPTED, accepted_reply_id=reply.id)
    assert texts(card(ask, [reply], ZONE).blocks)[0] == "✅ *Maya R.* · network — solved"


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (AskState.NOTHING_OWED, "☑️ Maya R. · network — call ended, nothing owed"),
        (AskState.WITHDRAWN, "↩️ Maya R. · network — question taken back"),
        (AskState.NOT_A_QUESTION, "💬 Closed: not for the pod"),
        (AskState.LAPSED, "⌛ Maya R. · network — went quiet, so it is closed"),
    ],
)
def test_a_settled_card_is_one_quiet_line(state: AskState, line: str) -> None:
    by_mention = sample_ask(state=state, source=Source.MENTION)
    assert texts(card(by_mention, [], ZONE).blocks) == [line]


@pytest.mark.parametrize("state", [AskState.ACCEPTED, AskState.NOTHING_OWED, AskState.LAPSED])
def test_a_settled_card_keeps_the_question_that_stands_nowhere_else(state: AskState) -> None:
    shown = card(sample_ask(state=state, question="Outage in Ramona? *228"), [], ZONE)
    assert texts(shown.blocks)[1:] == ["Outage in Ramona? *228"]
    by_mention = sample_ask(state=state, source=Source.MENTION)
    assert "Ramona" not in seen(card(by_mention, [], ZONE))


@pytest.mark.parametrize("state", SETTLED)
def test_settling_mentions_nobody(state: AskState) -> None:
    reply = sample_reply()
    claim = {"claimed_by": "U0DAN", "claimed_by_name": "Dan Ortiz"}
    ask = sample_ask(state=state, accepted_reply_id=reply.id, **claim)
    for shown in (
        card(ask, [reply], ZONE, undo=True),
        overflow_card(ask, [reply], "San Diego", OverflowReason.CLOSED, ZONE),
    ):
        assert "<@" not in seen(shown) + shown.text


@pytest.mark.parametrize("state", SETTLED)
def test_undo_stands_on_the_card_only_while_it_is_asked_for(state: AskState) -> None:
    ask = sample_ask(state=state)
    assert labels(card(ask, [], ZONE, undo=True).blocks) == ["Undo"]
    assert labels(card(ask, [], ZONE).blocks) == []


def test_what_worked_can_be_saved_as_a_practice_and_undone_beside_it() -> None:
    reply = sample_reply()
    shown = card(accepted(reply), [reply], ZONE, undo=True)
    assert labels(shown.blocks) == ["Save as a practice", "Undo"]
    assert controls(shown.blocks)[0]["action_id"] == practices.SAVE_ASK
    assert len([block for block in shown.blocks if block["type"] == "actions"]) == 1


def test_what_was_saved_as_a_practice_leads_to_it() -> None:
    reply, practice = sample_reply(), UUID(int=7)
    shown = card(accepted(reply), [reply], ZONE, Around(saved_as=practice), undo=True)
    assert labels(shown.blocks) == ["See the practice", "Undo"]
    see = controls(shown.blocks)[0]
    assert (see["action_id"], see["value"]) == (practices.MORE, str(practice))


@pytest.mark.parametrize("state", [AskState.NOTHING_OWED, AskState.LAPSED, AskState.WITHDRAWN])
def test_what_did_not_work_is_not_offered_to_be_saved(state: AskState) -> None:
    reply = sample_reply()
    assert labels(card(sample_ask(state=state), [reply], ZONE).blocks) == []
    deleted = sample_reply(deleted_at=ASKED_AT)
    assert labels(card(accepted(deleted), [deleted], ZONE).blocks) == []


def test_a_withdrawn_question_is_not_shown_any_more() -> None:
    shown = card(sample_ask(state=AskState.WITHDRAWN), [], ZONE)
    assert "Ramona" not in seen(shown) + shown.text


def test_a_settled_card_shows_as_much_of_the_answer_as_five_lines_hold() -> None:
    reply = sample_reply(text=FIRE + " Wi-Fi calling works, they say, until tomorrow.")
    shown = card(accepted(reply), [reply], ZONE)
    assert texts(shown.blocks)[0] == (f'✅ *Maya R.* — Dan O.: "{FIRE} Wi-Fi calling works…"')
    assert how_many(shown) == 5
    assert f'"{reply.text}"' in shown.text


def test_rather_than_a_word_of_the_answer_the_topic_goes() -> None:
    reply = sample_reply(text=FIRE + " Wi-Fi calling works.")
    shown = card(accepted(reply), [reply], ZONE)
    assert texts(shown.blocks)[0] == f'✅ *Maya R.* — Dan O.: "{reply.text}"'
    assert "· network —" in shown.text


def test_a_short_answer_leaves_its_lines_to_the_question() -> None:
    reply = sample_reply(text="Yes, an outage.")
    shown = card(accepted(reply), [reply], ZONE)
    assert texts(shown.blocks)[1].startswith("Three customers in Ramona with no service since this")
    assert lines(texts(shown.blocks)[1], SMALL) == 2


def test_the_detail_follows_the_line_to_say_as_far_as_the_lines_go() -> None:
    reply = sample_reply(say_now="Two sites are down.", text="Ticket 4471.")
    assert texts(card(accepted(reply), [reply], ZONE).blocks)[0] == (
        '✅ *Maya R.* · network — Dan O.: "Two sites are down." Ticket 4471.'
    )
    long = sample_reply(say_now="Two sites are down.", text=DETAIL * 4)
    shown = card(accepted(long), [long], ZONE)
    assert '"Two sites are down." Ticket 4471. Wi-Fi' in texts(shown.blocks)[0]
    assert texts(shown.blocks)[0].endswith("…")
    assert how_many(shown) == 5


def test_a_detail_for_which_no_line_is_left_takes_nothing_of_the_line_to_say() -> None:
    reply = sample_reply(say_now=LINE + " Say so.", text=DETAIL)
    assert f'"{LINE} Say so."' in texts(card(accepted(reply), [reply], ZONE).blocks)[0]


def test_an_answer_to_a_mention_has_all_five_lines() -> None:
    reply = sample_reply(text=FIRE * 4)
    shown = card(accepted(reply, source=Source.MENTION), [reply], ZONE)
    line, *_ = texts(shown.blocks)
    assert how_many(shown) == 5
    assert lines(line.replace("*", "")) == 5
    assert line.endswith('…"')


@pytest.mark.parametrize("question", ["Outage?", QUESTION * 5, "Supercalifragilistic" * 20])
@pytest.mark.parametrize("name", ["Maya Reyes", "Bartholomew Cholmondeley", "W" * 60, "客" * 60])
@pytest.mark.parametrize("answer", ["Yes.", FIRE * 9, "Supercalifragilistic" * 20, "客" * 400, "*"])
@pytest.mark.parametrize("detail", ["", DETAIL, DETAIL * 40])
def test_no_settled_card_has_more_than_five_lines(
    name: str, answer: str, detail: str, question: str
) -> None:
    reply = sample_reply(name, answer)
    if detail:
        reply = sample_reply(name, detail, say_now=answer[:140])
    shown = card(accepted(reply, asker_name=name, question=question), [reply], ZONE)
    assert how_many(shown) <= 5
    assert f': "{answer[:1]}' in plain(texts(shown.blocks)[0])
