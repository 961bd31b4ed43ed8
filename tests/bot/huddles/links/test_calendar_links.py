"""Who gets a calendar's link, who renews it, and what it shows."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select

from bot.errors import AlreadyHandled
from bot.huddles.links.errors import NoAddress, OnlyWhoRenews
from bot.pods.errors import NoPod
from storage.huddles import HuddleState
from storage.huddles_calendar import HuddleCalendar
from storage.huddles_links import HuddleLink
from storage.pods import Pod
from tests.bot.advice.scene import who
from tests.bot.huddles.links.reading import Occurs, events, occurring
from tests.bot.huddles.links.scene import BEGINS, MONDAY, URL, Links


def _sequences(body: bytes) -> dict[str, int]:
    return {str(each["UID"])[36:]: int(each["SEQUENCE"]) for each in events(body)}


def _calendar(body: bytes) -> Any:
    return Calendar.from_ical(body)


async def test_any_member_gets_the_link_and_all_the_same(there: Links) -> None:
    cards = [await there.calendar_card(user) for user in ("UMAYA", "UCARA", "UREX")]
    address = f"{URL}/calendar/{await there.secret()}.ics"
    assert all(address in card.text and address in str(card.blocks) for card in cards)
    assert "Google" in str(cards[0].blocks)


async def test_of_two_who_ask_at_once_neither_gets_a_link_that_the_other_ended(
    there: Links,
) -> None:
    cards = await asyncio.gather(*(there.calendar_card(user) for user in ("UMAYA", "UCARA")))
    assert len(await there.all(HuddleLink)) == 1
    secret = await there.secret()
    assert all(secret in card.text for card in cards)


async def test_a_link_that_is_asked_for_twice_by_slack_is_made_once(there: Links) -> None:
    delivery = there.delivery()
    await there.links.show_calendar(delivery, who("UMAYA"))
    with pytest.raises(AlreadyHandled):
        await there.links.show_calendar(delivery, who("UMAYA"))
    assert len(await there.all(HuddleLink)) == 1


async def test_a_new_link_ends_the_one_before_and_says_so(there: Links) -> None:
    card = await there.calendar_card("UCARA")
    old = await there.secret()
    renewed = await there.renew(card)
    new = await there.secret()
    assert new != old
    assert new in renewed.text
    assert "shows nothing any more" in renewed.text
    assert await there.links.calendar(old, there.now) is None
    assert await there.reads(new)


async def test_of_two_who_renew_at_once_both_hold_the_same_new_link(there: Links) -> None:
    card = await there.calendar_card("UCARA")
    cards = await asyncio.gather(*(there.renew(card, user) for user in ("UCARA", "UANA")))
    secret = await there.secret()
    assert len(await there.all(HuddleLink)) == 2
    assert all(secret in each.text for each in cards)
    assert sorted("somebody made a new link" in each.text for each in cards) == [False, True]


@pytest.mark.parametrize("user", ["UCARA", "UANA", "UREX"])
async def test_coaches_leader_and_resource_manager_may_renew(there: Links, user: str) -> None:
    card = await there.calendar_card(user)
    assert "made a new" not in (await there.renew(card, user)).text
    assert len(await there.all(HuddleLink)) == 2


@pytest.mark.parametrize("user", ["UMAYA", "UINES", "URUTH"])
async def test_others_may_not_and_get_no_button(there: Links, user: str) -> None:
    card = await there.calendar_card("UCARA")
    assert "New link" not in str((await there.calendar_card(user)).blocks)
    with pytest.raises(OnlyWhoRenews) as refused:
        await there.renew(card, user)
    assert "coaches, the team leader and the resource manager" in refused.value.sentence
    assert len(await there.all(HuddleLink)) == 1


async def test_a_coach_of_another_pod_ends_nothing_here(there: Links) -> None:
    card = await there.calendar_card("UCARA")
    here = await there.secret()
    await there.renew(card, "UOMAR")
    assert await there.reads(here)


async def test_somebody_without_a_pod_is_told_who_can_add_them(there: Links) -> None:
    with pytest.raises(NoPod):
        await there.calendar_card("UNOBODY")


async def test_without_an_address_it_says_whom_to_ask(there: Links) -> None:
    service = there.other_process(public_url="")
    with pytest.raises(NoAddress) as refused:
        await service.show_calendar(there.delivery(), who("UMAYA"))
    assert "Whoever runs it can give it one" in refused.value.sentence
    assert await there.all(HuddleLink) == []


@pytest.mark.parametrize(
    "secret", ["", "x", "A" * 42, "A" * 44, "A" * 5000, "../../etc/passwd", "A" * 42 + "é", "%00"]
)
async def test_what_is_no_secret_opens_nothing(there: Links, secret: str) -> None:
    await there.calendar_card()
    assert await there.links.calendar(secret, there.now) is None
    assert await there.links.screen(secret, there.now) is None


async def test_a_link_of_one_kind_opens_nothing_of_the_other(there: Links) -> None:
    await there.calendar_card()
    huddle, _ = await there.huddle("Roaming")
    screen = await there.screen_of(huddle)
    assert await there.links.screen(await there.secret(), there.now) is None
    assert await there.links.calendar(screen, there.now) is None


async def test_it_shows_times_and_titles_and_no_word_of_anybodys(there: Links) -> None:
    words: dict[str, Any] = {"why": "Ana is sick of it", "changed_by_name": "Ana Ruiz"}
    words |= {"runs_it_name": "Cara W."}
    huddle, _ = await there.huddle("Maya's mistake", state=HuddleState.SKIPPED, **words)
    agenda = await there.agenda_of(huddle)
    await there.add(there.wave_of(agenda, 2, starts_at=BEGINS + timedelta(hours=4), **words))
    await there.calendar_card()
    body = (await there.reads(await there.secret())).decode()
    for word in ("Ana", "sick", "Cara", "Maya", "mistake", "UCARA", "UMAYA"):
        assert word not in body
    assert "SUMMARY:San Diego huddle\\, first half" in body
    assert "https://app.slack.com/huddle/T1/CHOME" in body.replace("\r\n ", "")


async def test_rows_and_schedule_are_what_it_expands_to(there: Links) -> None:
    await there.huddle("Roaming", starts_at=BEGINS + timedelta(hours=4))
    await there.calendar_card()
    found = occurring(await there.reads(await there.secret()), MONDAY, MONDAY + timedelta(days=2))
    assert found == [
        Occurs(datetime(2026, 11, 16, 18, 50, tzinfo=UTC), 15),
        Occurs(datetime(2026, 11, 16, 22, 30, tzinfo=UTC), 15),
        Occurs(datetime(2026, 11, 18, 18, 30, tzinfo=UTC), 15),
        Occurs(datetime(2026, 11, 18, 18, 50, tzinfo=UTC), 15),
    ]


async def test_holidays_of_the_market_are_left_out(there: Links) -> None:
    async with there.database.write() as session:
        pod = await session.get(Pod, there.pod)
        assert pod is not None
        pod.settings = {**pod.settings, "huddles": {"holidays": "US-CA", "times": [630]}}
    await there.calendar_card()
    body = await there.reads(await there.secret())
    christmas = date(2028, 12, 25)
    assert occurring(body, christmas, christmas) == []
    assert b"EXDATE;TZID=America/Los_Angeles:20261225T103000\r\n" in body


async def test_what_only_an_older_schedule_left_is_no_exception(there: Links) -> None:
    await there.huddle("Roaming", state=HuddleState.SKIPPED)
    await there.calendar_card()
    found = occurring(await there.reads(await there.secret()), MONDAY, MONDAY)
    assert Occurs(BEGINS, 15) in found


async def test_a_change_is_counted_and_nothing_else_is(there: Links) -> None:
    huddle, _ = await there.huddle("Roaming")
    await there.add(there.wave_of(await there.agenda_of(huddle), 2))
    await there.calendar_card()
    secret = await there.secret()
    first = await there.reads(secret)
    assert _sequences(first) == {"-wave-1": 0, "-wave-2": 0}
    there.step(25 * 3600)
    assert await there.reads(secret) == first
    await there.change(huddle, starts_at=BEGINS + timedelta(hours=1), state=HuddleState.OVER)
    moved = await there.reads(secret)
    assert _sequences(moved) == {"-wave-1": 1, "-wave-2": 0}
    stamps = {str(each["UID"])[36:]: each["LAST-MODIFIED"].dt for each in events(moved)}
    assert stamps["-wave-1"] == there.now
    assert stamps["-wave-2"] == there.now - timedelta(hours=25)
    assert _calendar(moved)["LAST-MODIFIED"].dt == there.now


async def test_another_process_counts_on_where_this_one_was(there: Links) -> None:
    await there.calendar_card()
    secret = await there.secret()
    await there.reads(secret)
    await there.huddle("Roaming", starts_at=BEGINS + timedelta(hours=1))
    other = there.other_process()
    assert _sequences(await there.reads(secret, other))["-wave-1"] == 1
    assert await there.reads(secret, other) == await there.reads(secret)


async def test_many_who_read_at_once_count_a_change_once(there: Links) -> None:
    await there.calendar_card()
    secret = await there.secret()
    services = [there.links, there.other_process(), there.other_process()]
    await asyncio.gather(*(there.reads(secret, each) for each in services))
    await there.huddle("Roaming", starts_at=BEGINS + timedelta(hours=1))
    bodies = await asyncio.gather(*(there.reads(secret, each) for each in services))
    assert len(set(bodies)) == 1
    assert max(_sequences(bodies[0]).values()) == 1
    async with there.database.read() as session:
        (handed_out,) = await session.scalars(select(HuddleCalendar))
    assert handed_out.number == 2
