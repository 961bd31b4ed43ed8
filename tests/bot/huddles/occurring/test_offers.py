"""Whoever runs a huddle is asked whether it had better be later, or at another time for good; and
whoever plans the phones is warned.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete
from sqlmodel import col

from bot.errors import Outdated
from bot.huddles.occurring import words
from bot.huddles.occurring.errors import ChangedSince, HasBegun, MovedSince, OnlyWhoArranges
from bot.huddles.occurring.words import read_move, read_slot
from storage.advice import Ask, Source
from storage.alerts import Alert, AlertKind, AlertState, Severity
from storage.huddles import HuddleState
from storage.outbox import Act, OutboxRow
from storage.pods import Pod
from storage.timers import Timer
from tests.bot.advice.scene import HOME, TEAM, texts, who
from tests.bot.huddles.occurring.scene import URL, Week, at, clock, to

MON = date(2026, 11, 16)


async def alert(week: Week, severity: Severity = Severity.SEVERE, **more: Any) -> None:
    (pod,) = [each for each in await week.all(Pod) if each.id == week.pod]
    row = Alert(
        team_id=TEAM,
        market_id=pod.market_id,
        kind=AlertKind.NETWORK_OUTAGE,
        severity=severity,
        state=AlertState.LIVE,
        headline="Fire near <Ramona>",
        starts_at=week.now,
        posted_at=week.now,
        **more,
    )
    async with week.database.write() as session:
        session.add(row)


async def asks(week: Week, count: int, ago: timedelta, apart: int = 60) -> None:
    rows = []
    for number in range(count):
        moment = week.now - ago - timedelta(seconds=number * apart)
        rows.append(
            Ask(
                team_id=TEAM,
                pod_id=week.pod,
                asker="UMAYA",
                asker_name="Maya R.",
                question="Outage?",
                source=Source.COMMAND,
                channel=HOME,
                ladder_from=moment,
                asked_at=moment,
                call_state_at=moment,
                last_activity_at=moment,
            )
        )
    async with week.database.write() as session:
        session.add_all(rows)


def offers(sent: list[OutboxRow]) -> list[OutboxRow]:
    return [row for row in sent if "Meet later?" in row.body["text"]]


def button(row: OutboxRow, label: str) -> str:
    (found,) = [
        each for each in row.body["blocks"][-1]["elements"] if each["text"]["text"] == label
    ]
    return str(found["value"])


async def test_a_severe_alert_offers_45_minutes_later_once_to_who_runs_it(week: Week) -> None:
    await alert(week)
    (offer,) = offers(await week.until(MON, "10:16"))
    assert offer.channel == (await week.rows(MON))[0].runs_it
    assert offer.body["text"] == (
        "⏱ The huddle is at 10:30 AM, and a severe alert is live in San Diego: "
        "Fire near &lt;Ramona&gt;. Meet later?"
    )
    about = read_move(button(offer, "45 minutes later"))
    await week.occurring.later(week.delivery(), who(offer.channel), *about, URL)
    assert [clock(each) for each in await week.rows(MON)] == ["Mon 11:15", "Mon 11:35"]
    sent = await week.send()
    assert any("Moved by" in text for text in texts(to(sent, HOME)))
    (answered,) = [row for row in sent if row.channel == offer.channel]
    assert (answered.act, answered.body["response_url"]) == (Act.REPAINT, URL)
    assert answered.body["text"].endswith("moved the huddle to 11:15 AM.")
    assert offers(await week.until(MON, "11:16")) == []
    assert (await week.rows(MON))[0].state is HuddleState.OPEN


async def test_keeping_it_keeps_it(week: Week) -> None:
    await alert(week)
    (offer,) = offers(await week.until(MON, "10:16"))
    about = read_move(button(offer, "Keep 10:30 AM"))
    await week.occurring.keep(week.delivery(), who(offer.channel), *about, URL)
    sent = await week.send()
    assert any(text.endswith("kept the huddle at 10:30 AM.") for text in texts(sent))
    await week.until(MON, "10:31")
    with pytest.raises(HasBegun):
        await week.occurring.later(week.delivery(), who(offer.channel), *about, URL)


async def test_an_offer_for_what_somebody_moved_meanwhile_says_so(week: Week) -> None:
    await alert(week)
    (offer,) = offers(await week.until(MON, "10:16"))
    await week.move("14:30")
    about = read_move(button(offer, "45 minutes later"))
    with pytest.raises(MovedSince, match="2:30 PM"):
        await week.occurring.later(week.delivery(), who(offer.channel), *about, URL)


async def test_a_rep_cannot_take_the_offer(week: Week) -> None:
    await alert(week)
    (offer,) = offers(await week.until(MON, "10:16"))
    about = read_move(button(offer, "45 minutes later"))
    with pytest.raises(OnlyWhoArranges):
        await week.occurring.later(week.delivery(), who("UMAYA"), *about, URL)


async def test_what_is_less_than_severe_or_of_other_pods_offers_nothing(week: Week) -> None:
    await alert(week, Severity.MODERATE)
    await alert(week, only_pods=[str(week.there)])
    await alert(week, muted_at=week.now)
    assert offers(await week.until(MON, "10:16")) == []


async def test_a_surge_of_questions_offers_it_too(week: Week) -> None:
    for back in range(1, 5):
        await asks(week, 2, timedelta(weeks=back) - timedelta(minutes=10))
    await asks(week, 8, timedelta(minutes=-10))
    (offer,) = offers(await week.until(MON, "10:16"))
    assert "8 questions came in during the last half hour" in offer.body["text"]
    assert "usually 2" in offer.body["text"]


async def test_an_alert_that_comes_after_the_announcement_offers_it_too_and_once(
    week: Week,
) -> None:
    assert offers(await week.until(MON, "10:20")) == []
    await alert(week)
    assert offers(await week.until(MON, "10:24")) == []
    (offer,) = offers(await week.until(MON, "10:26"))
    about = read_move(button(offer, "45 minutes later"))
    await week.occurring.later(week.delivery(), who(offer.channel), *about, URL)
    assert offers(await week.until(MON, "11:20")) == []


async def test_one_that_goes_on_already_is_not_offered_later(week: Week) -> None:
    await week.until(MON, "10:20")
    await week.huddles.meeting.start(week.delivery(), who("UCARA"))
    await alert(week)
    assert offers(await week.until(MON, "10:31")) == []


async def test_as_many_as_usual_or_a_pod_without_a_usual_offers_nothing(week: Week) -> None:
    await asks(week, 8, timedelta(minutes=-10))
    assert offers(await week.until(MON, "10:16")) == []


async def test_too_few_on_the_phones_are_told_to_who_plans_them(unplanned: Week) -> None:
    await unplanned.people_stay("UMAYA", "UCARA", "UREX", "UDAN")
    await unplanned.huddles.start(unplanned.now)
    sent = await unplanned.until(MON, "10:16")
    (told,) = [row for row in sent if "on the phones" in row.body["text"]]
    assert told.channel == "UREX"
    assert "2 at 10:30 AM and 2 at 10:50 AM. Usually 3 are enough" in told.body["text"]
    assert "/agenda move 14:30" in told.body["text"]


async def test_nobody_on_the_phones_is_said_in_other_words(unplanned: Week) -> None:
    await unplanned.people_stay("UCARA", "UREX")
    await unplanned.changes(times=[630])
    await unplanned.huddles.start(unplanned.now)
    (told,) = [
        text for text in texts(await unplanned.until(MON, "10:16")) if "on the phones" in text
    ]
    assert told.startswith("⚠️ Nobody of San Diego is on the phones while the huddle of 10:30 AM")


async def test_enough_on_the_phones_are_nothing_to_say(week: Week) -> None:
    sent = await week.until(MON, "10:16")
    assert [text for text in texts(sent) if "on the phones" in text] == []


async def quiet_times(week: Week) -> None:
    """Four weeks in which many ask at half past ten, and nobody at nine."""
    await week.until(MON, "10:31")
    async with week.database.write() as session:
        await session.execute(delete(Timer).where(col(Timer.kind) != "huddles.quietest"))
    week.now = at(date(2026, 12, 14), "10:31")
    for back in range(4):
        for day in (3, 5, 7):  # Friday, Wednesday, Monday before
            ago = timedelta(weeks=back, days=day, minutes=-5)
            await asks(week, 3, ago, apart=30)


async def test_after_four_weeks_a_quieter_time_is_offered_and_taken(week: Week) -> None:
    await quiet_times(week)
    sent = await week.pass_time(1)
    (offer,) = [row for row in sent if "questions came in while" in row.body["text"]]
    assert offer.channel == "UANA"
    assert "36 questions came in while San Diego met (Mon/Wed/Fri 10:30)" in offer.body["text"]
    labels = [each["text"]["text"] for each in offer.body["blocks"][-1]["elements"]]
    assert labels[0].startswith("Move to Mon/Wed/Fri ")
    assert labels[1] == "Keep Mon/Wed/Fri 10:30"
    slot = read_slot(button(offer, labels[0]))
    with pytest.raises(OnlyWhoArranges):
        await week.occurring.take_slot(week.delivery(), who("UMAYA"), slot, URL)
    await week.occurring.take_slot(week.delivery(), who("UANA"), slot, URL)
    (answered,) = [row for row in await week.send() if row.channel == "UANA"]
    assert answered.act is Act.REPAINT
    assert answered.body["text"].startswith("📊 Ana R.: Saved. The pod meets on Monday")
    with pytest.raises(ChangedSince):
        await week.occurring.take_slot(week.delivery(), who("UANA"), slot, URL)


async def test_it_is_asked_once_in_four_weeks(week: Week) -> None:
    await quiet_times(week)
    asked = [each for each in await week.pass_time(1) if "came in while" in each.body["text"]]
    assert len(asked) == 1
    slot = read_slot(asked[0].body["blocks"][-1]["elements"][1]["value"])
    await week.occurring.keep_slot(week.delivery(), who("UANA"), slot, URL)
    (kept,) = await week.send()
    assert kept.body["text"] == "📊 Ana R. kept Mon/Wed/Fri 10:30."
    assert await week.pass_time(27 * 24 * 3600) == []


async def test_a_schedule_of_the_file_is_not_offered_to_be_changed_here(week: Week) -> None:
    await quiet_times(week)
    await week.changes(days=["mon", "wed", "fri"], times=[630, 650])
    (offer,) = [row for row in await week.pass_time(1) if "came in while" in row.body["text"]]
    assert offer.body["blocks"][-1]["type"] == "context"
    assert "`[pod.sd.huddles]`" in offer.body["blocks"][-1]["elements"][0]["text"]


def test_values_of_other_versions_are_outdated() -> None:
    for value in ("", "x", f"{UUID(int=1)}", f"{UUID(int=1)}:x", f"{UUID(int=1)}|1|mon"):
        with pytest.raises(Outdated):
            read_move(value)
        with pytest.raises(Outdated):
            read_slot(value)
    assert words.read_slot(words.slot_value(words.Slot(UUID(int=1), 2, ("mon",), (630,))))
