"""Cards, forms and recaps stay what Slack takes, whatever was typed and however much of it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.huddles.meeting import modals, recap_card, views, whispers
from bot.huddles.meeting.facts import Absent, Closed, Found, Kind, Line, Recap, ToDo, Walk
from bot.huddles.meeting.words import Form
from bot.text.kit import Card
from bot.workspace.blocks import blocks_too_long, check_blocks, check_view
from storage.huddles import AgendaItem, Huddle, HuddleState, HuddleStep, ItemSource, Outcome
from storage.huddles_action_items import ActionItem
from storage.huddles_meeting import OFFERED
from storage.ids import new_id
from storage.pods import MemberFacts, Role

NOW = datetime(2026, 11, 16, 18, 30, tzinfo=UTC)
TODAY = date(2026, 11, 16)
HOSTILE = ("x", "& ", "<!channel> ", "*_~` ", "🗣", "\u202egnp.exe ", "a\n")


def huddle(**more: Any) -> Huddle:
    known: dict[str, Any] = {
        "state": HuddleState.OPEN,
        "opened_at": NOW,
        "runs_it": "UCARA",
        "channel": "C1",
    }
    return Huddle(
        team_id="T1",
        pod_id=new_id(),
        agenda_id=new_id(),
        wave=1,
        slot="mon",
        local_date=TODAY,
        starts_at=NOW,
        planned_at=NOW,
        minutes=15,
        **(known | more),
    )


def walk(word: str, count: int, *, at: int | None = 0, **more: Any) -> Walk:
    """Every field as full as it may be."""
    items = [
        AgendaItem(
            agenda_id=new_id(),
            pod_id=new_id(),
            key=f"member:{place}",
            source=ItemSource.MEMBER,
            position=place,
            text=(word * 3000)[:3000],
            detail=(word * 300)[:300],
            again=(word * 300)[:300],
            by_name=word * 120,
            hand_to_name=word * 120,
            added_at=NOW,
        )
        for place in range(count)
    ]
    mine = huddle(item_id=items[at].id if at is not None and items else None)
    step = HuddleStep(
        huddle_id=mine.id,
        item_id=items[0].id if items else new_id(),
        outcome=Outcome.DONE,
        note=(word * 1200)[:1200],
        practice_id=new_id(),
        by="UCARA",
        at=NOW,
    )
    actions = [action(word, item=mine.item_id) for _ in range(count)]
    return Walk(
        *(mine, "America/Los_Angeles", word * 120, items, {step.item_id: step}, actions, NOW),
        join_url="https://app.slack.com/huddle/T1/C1",
        has_screen=True,
        before=items[-1] if items else None,
        offered=items[:OFFERED],
        worked=(word * 3000)[:3000],
        heard=[step] * count,
        agreed=actions,
        **more,
    )


def action(word: str, item: UUID | None = None, **more: Any) -> ActionItem:
    return ActionItem(
        team_id="T1",
        pod_id=new_id(),
        item_id=item,
        text=(word * 300)[:300],
        owner="UTHEO",
        owner_name=word * 120,
        due_on=TODAY + timedelta(days=400),
        made_by="UCARA",
        made_by_name=word * 120,
        made_at=NOW,
        **more,
    )


def recap(word: str, count: int, *, attendance: bool = True) -> Recap:
    actions = [action(word) for _ in range(count)]
    lines = [
        Line(kind, (word * 1200)[:1200], (word * 3000)[:3000])
        for kind in (Kind.DECISION, Kind.CLOSED, Kind.PRACTICE, Kind.PARKED, Kind.UNTOUCHED)
        for _ in range(count)
    ]
    lines += [Line(Kind.ACTION, each.text, id=each.id) for each in actions]
    known = {each.id: each for each in actions}
    return Recap(huddle(), lines, TODAY, known, attendance=attendance)


def cards(word: str, count: int) -> Iterator[Card]:
    yield views.card(walk(word, count, here=47))
    yield views.card(walk(word, count, at=None, here=0))
    yield views.over(walk(word, count, next_wave=NOW))
    yield recap_card.recap_card(recap(word, count))
    yield recap_card.copy_card(recap(word, count), asked=True, others=[TODAY] * 10)
    yield recap_card.read_card(recap(word, count))
    found = [Found(TODAY, each) for each in recap(word, count).lines]
    yield recap_card.found_card((word * 3000)[:3000], found[:5])
    yield Card("found", recap_card.found_section(found) or [{"type": "divider"}])
    one = action(word)
    yield whispers.reminder(one, TODAY)
    yield whispers.nobodys(one, TODAY)
    yield whispers.settled(one, TODAY)
    yield whispers.made(one, is_new=True, masked=True)
    yield whispers.closed(Closed(one))
    yield whispers.noted_late(word * 120, word * 900, masked=True)
    yield whispers.noted_after(word * 900, masked=True)
    yield whispers.given(one, TODAY, word * 120)
    yield Card("home", whispers.home_section([one] * (count + 1), TODAY))


@pytest.mark.parametrize("word", HOSTILE)
@pytest.mark.parametrize("count", [0, 1, 200])
def test_every_message_is_one_that_slack_takes(word: str, count: int) -> None:
    for card in cards(word, count):
        assert check_blocks(card.blocks, "message") == []
        assert not blocks_too_long(card.blocks)
        assert len(card.text) <= 4000


def test_nobody_s_words_call_the_channel() -> None:
    for card in cards("<!channel> ", 3):
        for block in card.blocks:
            if block["type"] not in ("header", "actions"):  # these hold plain text alone
                assert "<!channel>" not in str(block)
        assert "<!channel>" not in card.text


@pytest.mark.parametrize("word", HOSTILE)
@pytest.mark.parametrize("count", [1, 100, 101])
def test_every_form_is_one_that_slack_takes(word: str, count: int) -> None:
    members = [
        MemberFacts(new_id(), "T1", f"U{place}", new_id(), word * 120, Role.REP, (), ())
        for place in range(count)
    ]
    form = Form(new_id(), 99, new_id(), "C1234567890", "1763318520.000100", "https://x.test/" * 40)
    to_do = ToDo((word * 3000)[:3000], members, "U0", TODAY, TODAY)
    for view in (
        modals.note_form((word * 3000)[:3000], form),
        modals.action_form(to_do, form),
        modals.action_form(to_do._replace(item=action(word)), form._replace(action=new_id())),
        modals.absent_modal(Absent(members, 30, is_known=True)),
        modals.absent_modal(Absent([], 0, is_known=True)),
        modals.absent_modal(Absent([], 0, is_known=False)),
    ):
        assert check_view(view) == []


def test_a_late_line_of_a_later_version_says_nothing() -> None:
    assert Line.of({"kind": "sung", "text": "la"}) == Line(Kind.NOTHING, "")
    assert Line.of(Line(Kind.ACTION, "Do it", id=UUID(int=1)).stored()).id == UUID(int=1)


@pytest.mark.parametrize(
    ("ahead", "told"),
    [
        (0, "due today"),
        (1, "due tomorrow"),
        (4, "by Friday"),
        (7, "by Monday, November 23"),
        (-3, "by Friday, November 13"),
    ],
)
def test_a_day_is_said_as_people_say_it(ahead: int, told: str) -> None:
    one = action("x")
    one.due_on = TODAY + timedelta(days=ahead)
    assert f"· {told} ·" in whispers.reminder(one, TODAY).text
