"""Whoever takes another market's calls asks about what goes on there, and reads its facts."""

from datetime import timedelta

import pytest

from storage.pods import Member
from tests.bot.advice.scene import HOME, THERE
from tests.bot.alerts.asks.scene import Meeting
from tests.bot.alerts.by_hand.scene import SECOND, repaints, shown
from tests.bot.alerts.by_hand.test_coverage import change

ABOUT_IT = "Customer in Ramona has no service since this morning, outage?"


async def cover(room: Meeting) -> None:
    """So few are there in San Diego that another market's pod takes the calls."""
    busy = {"busy_until": room.now + timedelta(hours=1)}
    await change(room, Member, Member.pod_id.in_([room.pods[HOME], room.pods[SECOND]]), **busy)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("question", "is_about"),
    [
        (ABOUT_IT, True),
        ("san diego customer, no service in ramona, is it the fire", True),
        ("Customer has no service since this morning, outage?", False),
        ("No service in Dearborn since this morning, outage?", False),
        ("San Diego customer was charged twice for October", False),
    ],
)
async def test_who_covers_reads_the_facts_of_what_they_name(
    room: Meeting, question: str, is_about: bool
) -> None:
    alert = await room.post()
    await cover(room)
    _, card = await room.asks(question, "UOMAR", THERE)
    assert (card is not None) is is_about
    assert [each.alert_id for each in (await room.links()).values()] == [alert.id] * is_about


async def test_what_is_everywhere_there_says_nothing_of_their_own_customers(
    room: Meeting,
) -> None:
    await room.post(headline="Fiber cut", areas_words="")
    await cover(room)
    here = "No service in {place} since this morning, outage?"
    assert (await room.asks(here.format(place="Dearborn"), "UOMAR", THERE))[1] is None
    assert (await room.asks(here.format(place="San Diego"), "UOMAR", THERE))[1] is not None


async def test_who_does_not_cover_now_reads_nothing(room: Meeting) -> None:
    await room.post()
    assert (await room.asks(ABOUT_IT, "UOMAR", THERE))[1] is None


async def test_an_alert_for_other_pods_is_none_of_those_that_are_covered(room: Meeting) -> None:
    await room.post(only_pods=(str(room.pods[HOME]),))
    busy = {"busy_until": room.now + timedelta(hours=1)}
    await change(room, Member, Member.pod_id == room.pods[SECOND], **busy)
    assert (await room.asks(ABOUT_IT, "UOMAR", THERE))[1] is None


async def test_whoever_asked_before_it_was_posted_is_told_then(room: Meeting) -> None:
    await cover(room)
    named = await room.asked(ABOUT_IT, "UOMAR", THERE, ago=5)
    other = await room.asked("No service since this morning, outage?", "UOMAR", THERE, ago=4)
    await room.post()
    await room.pass_time(10)
    assert len(room.heard(named)) == 1
    assert room.heard(other) == []


async def test_their_pods_card_counts_them_and_their_call_backs_are_listed(
    room: Meeting,
) -> None:
    await cover(room)
    alert = await room.post()
    assert THERE in await room.cards(alert)
    await room.pass_time(10)
    await room.asks(ABOUT_IT, "UOMAR", THERE)
    (painted,) = [row for row in repaints(await room.pass_time(300)) if row.channel == THERE]
    assert "1 related ask" in shown(painted)
    await room.owes("UOMAR", THERE, question=ABOUT_IT, thread_ts="8.8")
    await room.edit(alert, what="Three sites are down.")
    await room.pass_time(10)
    await room.end(alert)
    sent = await room.pass_time(10)
    (listed,) = [row for row in sent if row.channel == "UOMAR"]
    assert "Ramona" in shown(listed)
