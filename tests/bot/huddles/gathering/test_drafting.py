"""An agenda is made, and made anew: what people did to it stays, and no word is lost."""

import asyncio
from uuid import UUID

from bot.huddles.agenda.drafting import draft
from storage.advice import Ask, AskState
from storage.huddles import Agenda, AgendaItem, HuddleState, ItemSource, ItemState
from storage.huddles_agenda import Did
from tests.bot.huddles.gathering.scene import PodWeek


async def test_a_realistic_week_makes_an_agenda_of_seven_lines_in_a_quarter_of_an_hour(
    week: PodWeek,
) -> None:
    await realistic(week)
    await week.draft()
    on = await week.items()
    assert [each.text for each in on] == [
        "Open since Monday: Ask legal about port-in PINs",
        "Roaming in Mexico",
        "Fire near Ramona took two sites down: what customers asked, what worked",
        "Asked often: “double charge on the card for the bill”",
        "New: Call the store before you send anybody",
        "What we said was corrected: “Is roaming in Canada free?”",
        "Still without an answer: “Who unlocks a business line?”",
    ]
    assert [each.position for each in on] == [1, 2, 3, 4, 5, 6, 7]
    assert sum(each.seconds for each in on) <= 15 * 60
    assert await week.texts(ItemState.WAITING) == [
        "Searched without a result: “wifi calling in mexico”",
        "Helped most: Outage with a known cause",
        "Thanks to Dan K. and Nick S., whose answers worked",
    ]


async def test_made_anew_the_same_week_changes_nothing(week: PodWeek) -> None:
    await realistic(week)
    await week.draft()
    before = [(each.id, each.position, each.text) for each in await week.items()]
    version = await version_of(week)
    await week.draft()
    assert [(each.id, each.position, each.text) for each in await week.items()] == before
    assert await version_of(week) == version


async def test_counts_follow_the_week_and_what_is_over_goes(week: PodWeek) -> None:
    ask = await week.unanswered("Who unlocks a business line?", ago=5)
    await week.searches("esim for kids", "UDAN", "UMAYA")
    await week.draft()
    await week.searches("esim for kids", "UNICK")
    await answer(week, ask.id)
    await week.draft()
    assert [(each.text, each.detail) for each in await week.items()] == [
        ("Searched without a result: “esim for kids”", "searched 3 times")
    ]
    assert await week.items(ItemState.WAITING) == []


async def test_what_a_coach_arranged_keeps_its_place_and_its_time(week: PodWeek) -> None:
    await realistic(week)
    await week.draft()
    first, *_, last = await week.items()
    await change(week, last.id, position=0, seconds=300)
    await week.arranged(last, Did.TOP)
    await week.draft()
    on = await week.items()
    assert [on[0].id, on[1].id] == [last.id, first.id]
    assert (on[0].seconds, sum(each.seconds for each in on) <= 900) == (300, True)


async def test_who_speaks_about_it_stays_also_where_its_matter_is_over(week: PodWeek) -> None:
    ask = await week.unanswered("Who unlocks a business line?", ago=5)
    await week.draft()
    (item,) = await week.items()
    await change(week, item.id, hand_to="UTHEO", hand_to_name="Theo Brandt")
    await week.arranged(item, Did.HANDED)
    await answer(week, ask.id)
    await week.draft()
    (kept,) = await week.items()
    assert (kept.id, kept.hand_to, kept.text) == (item.id, "UTHEO", item.text)


async def test_what_was_taken_off_does_not_come_back(week: PodWeek) -> None:
    await week.searches("esim for kids", "UDAN", "UMAYA")
    mine = await week.adds("Roaming in Mexico")
    await week.draft()
    for item in await week.items():
        await change(week, item.id, state=ItemState.DROPPED)
    await week.draft()
    assert await week.items() == await week.items(ItemState.WAITING) == []
    dropped = await week.texts(ItemState.DROPPED)
    assert (len(dropped), mine.text in dropped) == (2, True)


async def test_what_a_coach_brought_back_stays_though_the_week_has_it_no_more(
    week: PodWeek,
) -> None:
    """Others may have heard of it: the entry of who did that names it."""
    ask = await week.unanswered("Who unlocks a business line?", ago=5)
    await week.draft()
    (item,) = await week.items()
    for did in (Did.DROPPED, Did.ADDED):
        await week.arranged(item, did)
    await answer(week, ask.id)
    await week.draft()
    assert await week.texts() == [item.text]


async def test_each_source_knows_when_it_had_its_turn(week: PodWeek) -> None:
    met = await week.met(days_ago=2)
    met_at = week.last_huddles[0].starts_at
    await week.item("practice:1", ItemSource.PRACTICE, met)
    await week.item("gap:x", ItemSource.GAP, met, state=ItemState.WAITING)
    await week.searches("esim for kids", "UDAN", "UMAYA")
    practice = await week.shares("Call the store first")
    found = {each.key: each.last_turn for each in await week.gather()}
    assert found == {"gap:esim for kids": None, f"practice:{practice.id}": met_at}


async def test_no_members_item_is_lost_among_two_hundred(week: PodWeek) -> None:
    people = ("UMAYA", "UDAN", "UNICK", "UINES")
    for number in range(200):
        await week.adds(f"item {number}", people[number % 4], ago=300 - number)
    await week.draft()
    on, waiting = await week.items(), await week.items(ItemState.WAITING)
    assert len(on) == 7
    assert {each.by for each in on[:4]} == set(people)
    assert {each.text for each in [*on, *waiting]} == {f"item {each}" for each in range(200)}


async def test_a_huddle_that_has_begun_keeps_its_agenda(week: PodWeek) -> None:
    await week.draft()
    await week.adds("Roaming in Mexico")
    await week.searches("esim for kids", "UDAN", "UMAYA")
    week.huddles[0].state = HuddleState.OPEN
    await week.draft()
    assert await week.texts() == ["Roaming in Mexico"]


async def test_the_shorter_wave_decides_how_much_fits(week: PodWeek) -> None:
    for number in range(4):
        await week.adds(f"item {number}", ago=9 - number)
    week.huddles[1].minutes = 5
    await week.draft()
    assert await week.texts() == ["item 0", "item 1"]
    assert await week.texts(ItemState.WAITING) == ["item 2", "item 3"]


async def test_two_that_draft_it_at_once_make_one(week: PodWeek) -> None:
    await realistic(week)
    await asyncio.gather(week.draft(), week.draft(), week.draft())
    every = [*await week.items(), *await week.items(ItemState.WAITING)]
    assert len(every) == len({each.key for each in every}) == 10
    assert await version_of(week) == 2


async def test_words_that_are_hostile_are_only_words(week: PodWeek) -> None:
    hostile = ("<!channel> <@UDAN>", "x" * 4000, "“”" * 90, "'; DROP TABLE ask; --", "\u202e\u202e")
    for text in hostile:
        await week.unanswered(text)
        await week.searches(text[:290], "UDAN", "UMAYA")
    await week.draft()
    every = [*await week.items(), *await week.items(ItemState.WAITING)]
    assert len(every) >= 6
    assert all(len(each.key) <= 200 and len(each.text) < 200 for each in every)
    assert not any("<@UDAN>" in each.text for each in every if each.source is ItemSource.ASK)


async def test_an_agenda_without_huddles_or_that_is_gone_stays_as_it_is(week: PodWeek) -> None:
    async with week.database.write() as session:
        await draft(session, week.tools, week.place, week.agenda, [], week.now)
    assert await version_of(week) == 1


async def realistic(week: PodWeek) -> None:
    """Some of everything, since the huddle of Monday."""
    await week.met(days_ago=2)
    for at, user in enumerate(("UMAYA", "UDAN", "UNICK", "UINES")):
        said = ("charged twice on her card for the bill", "double charge on the card for the bill")
        await week.asked(said[at % 2], user, ago=3 + at, helper="UDAN" if at != 1 else "UNICK")
    fire = [await week.asked(f"no service in Ramona {each}") for each in range(6)]
    await week.ended("Fire near Ramona took two sites down", *fire)
    await week.unanswered("Who unlocks a business line?", ago=5)
    wrong = await week.asked("Is roaming in Canada free?", helper="UDAN")
    await week.corrects(wrong)
    await week.shares("Call the store before you send anybody")
    await week.helps(await week.shares("Outage with a known cause", ago=400), 4)
    await week.searches("wifi calling in mexico", "UDAN", "UMAYA")
    await week.to_do("Ask legal about port-in PINs")
    await week.adds("Roaming in Mexico")
    await week.sort_in()


async def change(week: PodWeek, item_id: UUID, **values: object) -> None:
    async with week.database.write() as session:
        item = await session.get_one(AgendaItem, item_id)
        for name, value in values.items():
            setattr(item, name, value)


async def answer(week: PodWeek, ask_id: UUID) -> None:
    async with week.database.write() as session:
        ask = await session.get_one(Ask, ask_id)
        ask.state, ask.first_reply_at = AskState.ACCEPTED, ask.asked_at


async def version_of(week: PodWeek) -> int:
    async with week.database.read() as session:
        return (await session.get_one(Agenda, week.agenda.id)).version
