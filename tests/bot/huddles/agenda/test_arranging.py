"""Coaches arrange an agenda, two of them at once, and each hears what the other did."""

import asyncio
from uuid import UUID

import pytest

from bot.huddles.agenda.errors import (
    Gone,
    HuddleIsOver,
    MeantForNobodyHere,
    NoSuchLength,
    OnlyWhoArranges,
    OtherPods,
    TalkedAbout,
)
from bot.huddles.agenda.shown import Arranged
from bot.huddles.agenda.words import Deed
from storage.database import Database
from storage.huddles import Agenda, AgendaItem, Huddle, HuddleState, ItemSource, ItemState
from storage.huddles_agenda import AgendaChange, Did
from storage.outbox import Act
from storage.pods import Member, Role
from tests.bot.huddles.agenda.meetings import PUBLIC, Meetings, who


@pytest.fixture
async def pod(database: Database) -> Meetings:
    """San Diego at ten on a Monday morning."""
    pod = Meetings(database)
    await pod.people()
    return pod


async def filled(pod: Meetings, *texts: str) -> tuple[Agenda, list[UUID]]:
    """A meeting's agenda, with these items of Maya's."""
    agenda = await pod.meeting()
    return agenda, [(await pod.adds("UMAYA", text)).line.id for text in texts]


async def saves(
    pod: Meetings,
    agenda: Agenda,
    item: UUID,
    who_speaks: str | None,
    minutes: str = "2",
    user: str = "UCARA",
) -> Arranged:
    version = (await pod.stands(agenda)).version
    about = (agenda.id, version, item, who_speaks, minutes)
    return await pod.agenda.save_item(pod.delivery(), who(user), *about)


async def item_of(pod: Meetings, item_id: UUID) -> AgendaItem:
    (found,) = (each for each in await pod.all(AgendaItem) if each.id == item_id)
    assert isinstance(found, AgendaItem)
    return found


async def test_items_go_up_down_to_the_top_off_and_back_to_their_place(pod: Meetings) -> None:
    agenda, (a, b, c) = await filled(pod, "A", "B", "C")
    await pod.arranges("UCARA", agenda, Deed.UP, c)
    assert await pod.texts_of(agenda) == ["A", "C", "B"]
    await pod.arranges("UCARA", agenda, Deed.DOWN, a)
    assert await pod.texts_of(agenda) == ["C", "A", "B"]
    await pod.arranges("UCARA", agenda, Deed.TOP, b)
    assert await pod.texts_of(agenda) == ["B", "C", "A"]
    await pod.arranges("UCARA", agenda, Deed.DROP, c)
    assert await pod.texts_of(agenda) == ["B", "A"]
    done = await pod.arranges("UCARA", agenda, Deed.PUT_ON, c)
    assert [each.text for each in done.seen.on] == ["B", "C", "A"]


async def test_a_step_that_changes_nothing_is_no_news(pod: Meetings) -> None:
    agenda, (a, _) = await filled(pod, "A", "B")
    before = await pod.stands(agenda)
    await pod.arranges("UCARA", agenda, Deed.UP, a)
    await pod.arranges("UCARA", agenda, Deed.PUT_ON, a)
    assert (await pod.stands(agenda)).version == before.version


@pytest.mark.parametrize("user", ["UCARA", "UCOLE", "UANA"])
async def test_coaches_and_the_leader_arrange(pod: Meetings, user: str) -> None:
    agenda, (a, _) = await filled(pod, "A", "B")
    await pod.arranges(user, agenda, Deed.DOWN, a)
    assert await pod.texts_of(agenda) == ["B", "A"]


async def test_whoever_runs_it_arranges_too(pod: Meetings) -> None:
    agenda, (a, _) = await filled(pod, "A", "B")
    async with pod.database.write() as session:
        (first, _second) = await pod.all(Huddle)
        huddle = await session.get(Huddle, first.id)
        assert huddle is not None
        huddle.runs_it = "UDAN"
    await pod.arranges("UDAN", agenda, Deed.DOWN, a)
    assert await pod.texts_of(agenda) == ["B", "A"]


async def test_a_rep_is_told_whom_to_ask(pod: Meetings) -> None:
    agenda, (a,) = await filled(pod, "A")
    with pytest.raises(OnlyWhoArranges) as refused:
        await pod.arranges("UMAYA", agenda, Deed.DROP, a)
    assert refused.value.sentence == (
        "Coaches and the team leader arrange the agenda. Ask Cara W., or put yours on: "
        "`/agenda add …`."
    )
    with pytest.raises(OnlyWhoArranges):
        await pod.agenda.open_arranging(who("UMAYA"), agenda.id, pod.now)
    with pytest.raises(OnlyWhoArranges):
        await saves(pod, agenda, a, "UTHEO", user="UMAYA")
    assert await pod.texts_of(agenda) == ["A"]


async def test_a_pod_without_coaches_is_told_what_everybody_can_do(pod: Meetings) -> None:
    agenda, (a,) = await filled(pod, "A")
    for user in ("UCARA", "UCOLE"):
        await pod.leaves(user)
    with pytest.raises(OnlyWhoArranges) as refused:
        await pod.arranges("UMAYA", agenda, Deed.DROP, a)
    assert "You can put yours on" in refused.value.sentence


async def test_another_pod_s_coach_does_not(pod: Meetings) -> None:
    agenda, (a,) = await filled(pod, "A")
    with pytest.raises(OtherPods):
        await pod.arranges("UOMAR", agenda, Deed.DROP, a)
    other = await pod.meeting(days=2)
    with pytest.raises(Gone):
        await pod.arranges("UCARA", other, Deed.DROP, a)


async def test_of_two_coaches_none_loses_and_each_hears_of_the_other(pod: Meetings) -> None:
    agenda, (_, b, c) = await filled(pod, "A", "B", "C")
    seen = (await pod.stands(agenda)).version
    await pod.arranges("UCARA", agenda, Deed.DROP, b, version=seen)
    done = await pod.arranges("UCOLE", agenda, Deed.DROP, c, version=seen)
    assert not done.refused
    assert [(each.who, each.did, each.what) for each in done.told] == [
        ("Cara W.", Did.DROPPED, "B")
    ]
    assert await pod.texts_of(agenda) == ["A"]


async def test_a_step_meant_for_another_order_is_not_done_and_the_other_is_told(
    pod: Meetings,
) -> None:
    agenda, (_, b, c) = await filled(pod, "A", "B", "C")
    seen = (await pod.stands(agenda)).version
    await pod.arranges("UCARA", agenda, Deed.UP, c, version=seen)
    done = await pod.arranges("UCOLE", agenda, Deed.UP, b, version=seen)
    assert done.refused
    assert [each.what for each in done.told] == ["C"]
    assert await pod.texts_of(agenda) == ["A", "C", "B"]
    again = await pod.arranges("UCOLE", agenda, Deed.UP, b, version=done.seen.version)
    assert not again.refused
    assert again.told == []


async def test_quick_presses_of_one_coach_do_not_stand_against_each_other(pod: Meetings) -> None:
    agenda, (_, _, c) = await filled(pod, "A", "B", "C")
    seen = (await pod.stands(agenda)).version
    for _ in range(2):
        done = await pod.arranges("UCARA", agenda, Deed.UP, c, version=seen)
        assert not done.refused
        assert done.told == []
    assert await pod.texts_of(agenda) == ["C", "A", "B"]


async def test_what_somebody_adds_meanwhile_is_told_and_stops_nothing(pod: Meetings) -> None:
    agenda, (_, b) = await filled(pod, "A", "B")
    seen = (await pod.stands(agenda)).version
    await pod.adds("UDAN", "D")
    done = await pod.arranges("UCARA", agenda, Deed.UP, b, version=seen)
    assert [(each.who, each.did) for each in done.told] == [("Dan K.", Did.ADDED)]
    assert await pod.texts_of(agenda) == ["B", "A", "D"]


async def test_after_a_new_draft_a_step_up_is_not_done(pod: Meetings) -> None:
    agenda, (_, b) = await filled(pod, "A", "B")
    seen = (await pod.stands(agenda)).version
    async with pod.database.write() as session:
        mine = await session.get(Agenda, agenda.id)
        assert mine is not None
        mine.version += 1
    assert (await pod.arranges("UCARA", agenda, Deed.UP, b, version=seen)).refused
    assert not (await pod.arranges("UCARA", agenda, Deed.DROP, b, version=seen)).refused


async def test_many_steps_at_once_are_all_noted_one_after_the_other(pod: Meetings) -> None:
    agenda, items = await filled(pod, *"ABCDEF")
    version = (await pod.stands(agenda)).version
    coaches = ("UCARA", "UCOLE", "UANA")
    await asyncio.gather(
        *(
            pod.agenda.arrange(
                pod.delivery(), who(coaches[at % 3]), agenda.id, version, Deed.DROP, item
            )
            for at, item in enumerate(items)
        )
    )
    assert await pod.texts_of(agenda) == []
    changes = [each.version for each in await pod.all(AgendaChange)]
    assert sorted(changes) == list(range(2, 14))


async def test_somebody_of_the_pod_speaks_about_it_for_so_many_minutes(pod: Meetings) -> None:
    agenda, (a,) = await filled(pod, "A")
    done = await saves(pod, agenda, a, "UTHEO", "5")
    item = await item_of(pod, a)
    assert (item.hand_to, item.hand_to_name, item.seconds) == ("UTHEO", "Theo B.", 300)
    assert done.seen.on[0].hand_to_name == "Theo B."
    await saves(pod, agenda, a, None, "5")
    assert (await item_of(pod, a)).hand_to is None
    assert [each.did for each in await pod.all(AgendaChange)][1:] == [
        *(Did.HANDED, Did.TIMED, Did.HANDED)
    ]


async def test_who_is_to_speak_is_told_alone_and_again_when_that_is_off(pod: Meetings) -> None:
    agenda, (a,) = await filled(pod, "Roaming & <!channel>")
    await saves(pod, agenda, a, "UTHEO", "5")
    (told,) = await pod.send()
    assert (told.act, told.channel) == (Act.POST, "UTHEO")
    assert told.body["text"].replace("\u00a0", " ") == (
        "🗣 Cara W. put you down to speak about “Roaming &amp; &lt;!channel&gt;” in the huddle: "
        "today, 10:30 and 10:50 AM San Diego time · 5 min"
    )
    await saves(pod, agenda, a, "UTHEO", "3")
    assert await pod.waiting() == [], "the minutes are nobody's errand"
    await saves(pod, agenda, a, "UDAN", "3")
    off, on = await pod.send()
    assert (off.act, off.channel, off.part) == (Act.REPAINT, "UTHEO", told.part)
    assert "You need not speak about" in off.body["text"]
    assert (on.act, on.channel) == (Act.POST, "UDAN")
    await saves(pod, agenda, a, "UTHEO", "3")
    again = [each for each in await pod.send() if each.act is Act.POST]
    assert [each.channel for each in again] == ["UTHEO"]
    assert again[0].part != told.part, "a message that stands is not posted over"


async def test_nobody_is_told_what_they_did_themselves_or_once_the_pod_meets(pod: Meetings) -> None:
    agenda, (a,) = await filled(pod, "A")
    await saves(pod, agenda, a, "UCARA")
    assert await pod.waiting() == []
    await pod.becomes(agenda, HuddleState.OPEN, wave=1)
    await saves(pod, agenda, a, "UTHEO")
    assert await pod.waiting() == []


async def test_home_says_what_i_am_to_speak_about(pod: Meetings) -> None:
    agenda, (a,) = await filled(pod, "A")
    await saves(pod, agenda, a, "UTHEO")
    theirs = await pod.agenda.at_home(who("UTHEO"), pod.now)
    assert [each.text for each in theirs.speaks] == ["A"]
    await saves(pod, agenda, a, "UMAYA")
    hers = await pod.agenda.at_home(who("UMAYA"), pod.now)
    assert ([each.text for each in hers.mine], hers.speaks) == (["A"], [])


@pytest.mark.parametrize("user", ["UOMAR", "UNOBODY", "", "<!channel>"])
async def test_nobody_else_is_named(pod: Meetings, user: str) -> None:
    agenda, (a,) = await filled(pod, "A")
    with pytest.raises(MeantForNobodyHere) as refused:
        await saves(pod, agenda, a, user)
    assert refused.value.sentence == (
        "They are not in San Diego any more. Choose somebody else, or nobody."
    )
    assert refused.value.field == "who"
    assert (await item_of(pod, a)).hand_to is None


async def test_a_coach_who_left_is_neither_chosen_nor_shown(pod: Meetings) -> None:
    agenda, (a,) = await filled(pod, "A")
    await saves(pod, agenda, a, "UCOLE")
    await pod.leaves("UCOLE")
    form = await pod.agenda.open_item(who("UCARA"), agenda.id, a, pod.now)
    assert form.line.handed_to_gone
    assert "UCOLE" not in {each.user for each in form.members}
    (line,) = (await pod.agenda.show(who("UMAYA"), pod.now)).on
    assert line.hand_to_name == ""
    await saves(pod, agenda, a, None, "3")
    assert (await item_of(pod, a)).hand_to is None


@pytest.mark.parametrize("minutes", ["", "0", "61", "-1", "two", "999999999999"])
async def test_a_length_that_was_not_offered_is_refused(pod: Meetings, minutes: str) -> None:
    agenda, (a,) = await filled(pod, "A")
    with pytest.raises(NoSuchLength) as refused:
        await saves(pod, agenda, a, None, minutes)
    assert refused.value.field == "minutes"


async def test_a_form_sent_after_the_item_was_dropped_changes_nothing_and_says_who(
    pod: Meetings,
) -> None:
    agenda, (a,) = await filled(pod, "A")
    seen = (await pod.stands(agenda)).version
    await pod.arranges("UCARA", agenda, Deed.DROP, a)
    done = await pod.agenda.save_item(
        pod.delivery(), who("UCOLE"), agenda.id, seen, a, "UTHEO", "5"
    )
    assert done.refused
    assert [(each.who, each.did) for each in done.told] == [("Cara W.", Did.DROPPED)]
    assert (await item_of(pod, a)).hand_to is None


async def test_what_a_huddle_is_at_now_is_not_dropped(pod: Meetings) -> None:
    agenda, (a, b) = await filled(pod, "A", "B")
    await pod.becomes(agenda, HuddleState.OPEN, wave=1)
    async with pod.database.write() as session:
        (first, _) = await pod.all(Huddle)
        huddle = await session.get(Huddle, first.id)
        assert huddle is not None
        huddle.item_id = a
    with pytest.raises(TalkedAbout):
        await pod.arranges("UCARA", agenda, Deed.DROP, a)
    await pod.arranges("UCARA", agenda, Deed.DROP, b)
    assert await pod.texts_of(agenda) == ["A"]


async def test_of_a_huddle_that_is_over_nothing_is_arranged(pod: Meetings) -> None:
    agenda, (a,) = await filled(pod, "A")
    await pod.becomes(agenda, HuddleState.OVER)
    with pytest.raises(HuddleIsOver) as refused:
        await pod.arranges("UCARA", agenda, Deed.DROP, a)
    assert refused.value.sentence == "That huddle is over. `/agenda` shows the next one."
    with pytest.raises(HuddleIsOver):
        await pod.agenda.screen(pod.delivery(), who("UMAYA"), agenda.id)


async def test_the_announced_card_follows_once_nobody_has_pressed_for_a_moment(
    pod: Meetings,
) -> None:
    agenda, (_, b) = await filled(pod, "A", "B")
    await pod.announce(agenda)
    for deed in (Deed.UP, Deed.DOWN, Deed.UP):
        pod.step(2)
        await pod.arranges("UCARA", agenda, deed, b)
        await pod.tick()
        assert await pod.waiting() == [], "whoever arranges makes many steps"
    pod.step(5)
    await pod.tick()
    (repainted,) = await pod.waiting()
    assert repainted.act is Act.REPAINT
    assert "1. B" in repainted.body["text"]


async def test_the_screen_is_that_of_my_half_unless_another_one_goes_on(pod: Meetings) -> None:
    asked: list[int] = []

    async def screen(_session: object, _tools: object, huddle: Huddle, _now: object) -> str:
        asked.append(huddle.wave)
        return f"{PUBLIC}/screen"

    pod.agenda._screen = screen
    agenda = await pod.meeting()
    for user in ("UMAYA", "UTHEO"):
        assert await pod.agenda.screen(pod.delivery(), who(user), agenda.id)
    await pod.becomes(agenda, HuddleState.OPEN, wave=1)
    await pod.agenda.screen(pod.delivery(), who("UTHEO"), agenda.id)
    assert asked == [1, 2, 1]


async def test_two_hundred_items_are_arranged_as_well(pod: Meetings) -> None:
    agenda = await pod.meeting()
    async with pod.database.write() as session:
        pod_id = await pod.pod()
        session.add_all(
            AgendaItem(
                agenda_id=agenda.id,
                pod_id=pod_id,
                key=f"gap:{number}",
                source=ItemSource.GAP,
                state=ItemState.WAITING if number > 7 else ItemState.ON,
                position=number,
                text=f"Item {number}",
                added_at=pod.now,
            )
            for number in range(1, 201)
        )
    last = max(await pod.all(AgendaItem), key=lambda each: each.position)
    await pod.arranges("UCARA", agenda, Deed.PUT_ON, last.id)
    await pod.arranges("UCARA", agenda, Deed.TOP, last.id)
    assert (await pod.texts_of(agenda))[0] == "Item 200"
    assert len(await pod.texts_of(agenda)) == 8


async def test_a_resource_manager_sees_it_and_does_not_arrange_it(pod: Meetings) -> None:
    agenda, _ = await filled(pod, "A")
    async with pod.database.write() as session:
        (dan,) = (each for each in await pod.all(Member) if each.user == "UDAN")
        mine = await session.get(Member, dan.id)
        assert mine is not None
        mine.role = Role.RESOURCE_MANAGER
    seen = await pod.agenda.show(who("UDAN"), pod.now)
    assert [each.text for each in seen.on] == ["A"]
    assert not seen.arranges
    assert seen.agenda == agenda.id
