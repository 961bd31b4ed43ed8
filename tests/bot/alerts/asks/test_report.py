"""The report after the end: what was asked, how soon it was announced, whom it reached."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.alerts.errors import Gone, NothingEnded, StillGoingOn
from bot.alerts.report_card import long, report_card
from bot.alerts.report_facts import Asked, Promised, asked_about, promised_for
from bot.alerts.shown import Pressed
from storage.advice import AskState, CallState
from storage.alerts_asks import RelatedAsk
from tests.bot.advice.samples import texts
from tests.bot.advice.scene import HOME, who
from tests.bot.alerts.asks.scene import Meeting
from tests.bot.alerts.by_hand.scene import SECOND
from tests.fakes import START

NOBODY = Pressed(None, None, None)


async def test_the_report_says_who_asked_how_soon_and_what_is_still_owed(room: Meeting) -> None:
    await room.asked(ago=7)
    await room.owes()
    await room.owes("USAM", state=AskState.NOTHING_OWED)
    await room.owes("UNICK", SECOND)
    alert = await room.post()
    await room.pass_time(60)
    for user in ("UMAYA", "UNICK"):
        await room.alerts.got_it(room.delivery(), who(user), alert.id, NOBODY)
    await room.edit(alert, "UANA", what="Calls fail.")
    await room.pass_time(100 * 60)
    await room.end(await room.alert(alert.id))
    await room.pass_time(60)
    said = await _read(room, "URUTH")
    for line in (
        "📋 *Report: Network outage, parts of eastern San Diego County*",
        "Fire near Ramona has taken two sites down.",
        "It lasted 1 h 41 min: from 10 AM until 11:41 AM, San Diego time.",
        "4 questions were about it. It was announced 7 min after the first question.",
        "2 pods got its card: San Diego, San Diego 2. 2 people pressed “Got it”.",
        "It was changed once.",
        "Call-backs: 3 promised, 1 kept, 2 open. Open with Maya (1), Nick (1).",
        "posted by Ruth E. · changed by Ana R.",
    ):
        assert line in said


async def test_what_somebody_said_is_told_from_what_only_fits(room: Meeting) -> None:
    alert = await room.post()
    await room.pass_time(60)
    ask, _ = await room.asks()
    await room.asks(user="USAM")
    await room.alerts.this_is_it(room.delivery(), who("UMAYA"), alert.id, ask.id)
    await room.end(alert)
    said = "2 questions were about it. Of 1 somebody said so, of 1 their words. It was announced"
    assert said in await _read(room)


async def test_who_posts_nothing_reads_it_without_names(room: Meeting) -> None:
    await room.owes()
    await _over(room)
    said = await _read(room, "UMAYA")
    assert "Call-backs: 1 promised, 0 kept, 1 open." in said
    for person in ("Maya", "Ruth"):
        assert person not in said


async def test_what_was_announced_before_anybody_asked_says_so(room: Meeting) -> None:
    alert = await room.post()
    await room.pass_time(12 * 60)
    await room.asks()
    await room.end(alert)
    said = await _read(room)
    assert "1 question was about it. It was announced 12 min before anybody asked." in said


async def test_what_nobody_knows_is_never_a_number(room: Meeting) -> None:
    await room.post("USAM")
    await room.pass_time(61 * 60)
    said = await _read(room)
    assert "It began at 10 AM, San Diego time. Nobody knows when it was over." in said
    assert "No question is known to be about it." in said
    assert "No call-back was promised for it." in said
    assert "Nobody pressed “Got it”." in said
    assert "Nothing was changed after it was posted." in said
    assert " 0 " not in said


async def test_without_another_word_it_is_of_what_ended_last_and_others_can_be_chosen(
    room: Meeting,
) -> None:
    first = await _over(room, headline="Power is out")
    await room.pass_time(60)
    await _over(room)
    report = await room.alerts.report(who("UMAYA"), room.now)
    assert report.alert.headline.startswith("Fire near Ramona")
    assert [each.id for each in report.others] == [first]
    (menu,) = [
        element
        for block in report_card(report, room.now).blocks
        for element in block.get("elements", ())
        if element["type"] == "static_select"
    ]
    assert [each["value"] for each in menu["options"]] == [str(first)]
    assert "Power is out" in await _read(room, alert_id=first)


async def test_after_two_weeks_or_in_another_market_there_is_nothing_to_report(
    room: Meeting,
) -> None:
    alert = await _over(room)
    with pytest.raises(NothingEnded):
        await room.alerts.report(who("UOMAR"), room.now + timedelta(days=1))
    with pytest.raises(NothingEnded):
        await room.alerts.report(who("UMAYA"), room.now + timedelta(days=15))
    other = await room.alerts.report(who("UMAYA"), room.now + timedelta(days=15), alert)
    assert other.alert.id == alert


async def test_what_goes_on_or_is_for_others_has_no_report(room: Meeting) -> None:
    live = await room.post()
    with pytest.raises(StillGoingOn):
        await room.alerts.report(who("UMAYA"), room.now, live.id)
    with pytest.raises(Gone):
        await room.alerts.report(who("UMAYA"), room.now, room.market)


def test_a_promise_of_which_nobody_said_what_became_is_neither_kept_nor_open() -> None:
    asks = [
        _related("Maya", CallState.CALL_BACK, AskState.LAPSED),
        _related("Maya", CallState.CALL_BACK, AskState.CLAIMED),
        _related("Nick", CallState.CALL_BACK, AskState.ACCEPTED),
        _related("Nick", CallState.TALKING, AskState.OPEN),
    ]
    assert promised_for(asks) == Promised(kept=1, open_with={"Maya": 1}, unknown=1)
    assert asked_about([], START) == Asked(0, 0, None)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (20, "less than a minute"),
        (60, "1 min"),
        (3600, "1 h"),
        (13_200, "3 h 40 min"),
        (86_400, "1 day"),
        (180_000, "2 days 2 h"),
    ],
)
def test_a_time_is_said_as_people_say_it(seconds: int, said: str) -> None:
    assert long(timedelta(seconds=seconds)) == said


async def _over(room: Meeting, **more: Any) -> Any:
    alert = await room.post(**more)
    await room.pass_time(60)
    await room.end(alert)
    await room.pass_time(60)
    return alert.id


async def _read(room: Meeting, user: str = "UMAYA", alert_id: Any = None) -> str:
    card = report_card(await room.alerts.report(who(user), room.now, alert_id), room.now)
    assert HOME not in card.text
    return "\n".join(texts(card.blocks))


def _related(name: str, call_state: CallState, state: AskState) -> RelatedAsk:
    return RelatedAsk(UUID(int=1), name, START, call_state, state, None)
