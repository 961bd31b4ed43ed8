"""Anybody puts something on the next agenda, at any time, and hears when it is talked about."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.errors import AlreadyHandled
from bot.huddles.agenda.adding import MOST_OF_ONE
from bot.huddles.agenda.errors import (
    AddedOftenEnough,
    Gone,
    HuddleIsOver,
    NothingToAdd,
    OnlyItsAuthor,
    OtherPods,
    TalkedAbout,
    TooManyWords,
)
from bot.huddles.agenda.shown import Added, Pressed, Source
from bot.huddles.agenda.words import Deed
from bot.inbox import Person
from bot.pods.errors import NoPod
from bot.text.kinds import Kind
from storage.advice import Ask
from storage.database import Database
from storage.huddles import Agenda, AgendaItem, Huddle, HuddleState, ItemSource, ItemState
from storage.huddles_agenda import get_or_add_agenda
from storage.outbox import Act
from storage.pods import Member, set_presence
from tests.bot.advice.scene import Scene
from tests.bot.huddles.agenda.meetings import HOME, THERE, Meetings, who

NEXT_YEAR = timedelta(days=365)


@pytest.fixture
async def pod(database: Database) -> Meetings:
    """San Diego at ten on a Monday morning."""
    pod = Meetings(database)
    await pod.people()
    return pod


async def test_it_goes_onto_the_next_agenda_before_that_is_drafted(pod: Meetings) -> None:
    agenda = await pod.meeting()
    later = await pod.meeting(days=2)
    added = await pod.adds("UMAYA", "Roaming in Mexico")
    assert added.line.state is ItemState.ON
    assert added.seen.agenda == agenda.id
    assert await pod.texts_of(agenda) == ["Roaming in Mexico"]
    assert await pod.texts_of(later) == []
    (item,) = await pod.all(AgendaItem)
    assert (item.by, item.by_name, item.key) == ("UMAYA", "Maya R.", f"member:{item.id}")


async def test_who_is_away_adds_too(pod: Meetings) -> None:
    agenda = await pod.meeting()
    async with pod.database.write() as session:
        (maya,) = [each for each in await pod.all(Member) if each.user == "UMAYA"]
        await set_presence(session, maya.id, away_until=pod.now + NEXT_YEAR)
    await pod.adds("UMAYA", "Roaming in Mexico")
    assert await pod.texts_of(agenda) == ["Roaming in Mexico"]


async def test_what_does_not_fit_waits_and_says_so(pod: Meetings) -> None:
    agenda = await pod.meeting(minutes=6)
    added = [await pod.adds("UMAYA", f"Item {number}") for number in range(5)]
    assert [each.line.state for each in added] == [*[ItemState.ON] * 3, *[ItemState.WAITING] * 2]
    assert await pod.texts_of(agenda, ItemState.WAITING) == ["Item 3", "Item 4"]


async def test_never_more_than_seven_come_on_by_themselves(pod: Meetings) -> None:
    agenda = await pod.meeting(minutes=60)
    for number in range(9):
        await pod.adds("UMAYA", f"Item {number}")
    assert len(await pod.texts_of(agenda)) == 7


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("<@UCARA|cara.wu> knows why", "Cara W. knows why"),
        ("<@UCARA> &amp; <@UOMAR|omar>: why?", "Cara W. & Omar F.: why?"),
        ("<@UCARA|> *again*, <@UCARA>", "Cara W. *again*, Cara W."),
        ("<@U0NOBODY|gil> and <@U0GUEST>", "@gil and @someone"),
        ("&lt;@UCARA&gt; <!channel> <#C1|sd>", "<@UCARA> @channel #sd"),
        ("Roaming in Mexico", "Roaming in Mexico"),
    ],
)
async def test_whom_somebody_mentions_is_called_as_podline_calls_them(
    pod: Meetings, sent: str, said: str
) -> None:
    assert await pod.agenda.as_read(who("UMAYA"), sent) == said


async def test_nobody_of_another_workspace_is_named(pod: Meetings) -> None:
    stranger = Person("T0OTHER", "UZOE")
    assert await pod.agenda.as_read(stranger, "<@UCARA|cara> knows") == "@cara knows"


async def test_a_name_that_was_changed_to_look_like_a_mention_is_only_words(pod: Meetings) -> None:
    async with pod.database.write() as session:
        cara = update(Member).where(col(Member.user) == "UCARA")
        await session.execute(cara.values(name="<!channel>"))
    assert await pod.agenda.as_read(who("UMAYA"), "<@UCARA> knows") == "<!channel> knows"


async def brought(pod: Meetings, agenda: Agenda, *sources: ItemSource) -> list[UUID]:
    """Lines of the week stand on it."""
    items = [
        AgendaItem(
            agenda_id=agenda.id,
            pod_id=agenda.pod_id,
            key=f"{source}:{at}",
            source=source,
            position=at,
            text=f"{source} {at}",
            added_at=pod.now,
        )
        for at, source in enumerate(sources, start=1)
    ]
    ids = [each.id for each in items]
    async with pod.database.write() as session:
        session.add_all(items)
    return ids


async def test_somebodys_first_item_takes_the_place_of_what_came_by_itself(pod: Meetings) -> None:
    agenda = await pod.meeting()
    sources = (ItemSource.ACTION_ITEM, *[ItemSource.PRACTICE] * 5, ItemSource.THANKS)
    ids = await brought(pod, agenda, *sources)
    await pod.arranges("UCARA", agenda, Deed.UP, ids[5])
    await pod.adds("UMAYA", "Mine")
    assert await pod.texts_of(agenda, ItemState.WAITING) == ["thanks 7"]
    added = [await pod.adds(*each) for each in (("UMAYA", "More of mine"), ("UDAN", "Dan's"))]
    assert [each.line.state for each in added] == [ItemState.WAITING, ItemState.ON]
    on = await pod.texts_of(agenda)
    assert len(on) == 7
    assert {"action_item 1", "practice 6", "Mine", "Dan's"} <= set(on), "what a coach moved stays"


async def test_where_people_have_it_filled_or_arranged_a_first_item_waits(pod: Meetings) -> None:
    agenda = await pod.meeting(minutes=4)
    ids = await brought(pod, agenda, ItemSource.PRACTICE, ItemSource.GAP)
    for item in ids:
        await pod.arranges("UCARA", agenda, Deed.TOP, item)
        await pod.arranges("UCARA", agenda, Deed.DOWN, item)
    assert (await pod.adds("UMAYA", "Mine")).line.state is ItemState.WAITING


async def test_what_is_added_comes_before_the_thanks(pod: Meetings) -> None:
    agenda = await pod.meeting()
    await brought(pod, agenda, ItemSource.GAP, ItemSource.THANKS)
    await pod.adds("UMAYA", "Mine")
    assert await pod.texts_of(agenda) == ["gap 1", "Mine", "thanks 2"]


async def test_the_same_words_stand_there_once_however_they_are_spelled(pod: Meetings) -> None:
    await pod.meeting()
    await pod.adds("UMAYA", "Roaming in México!")
    again = await pod.adds("UDAN", "  ROAMING   in mexico ")
    assert again.before
    assert again.line.by_name == "Maya R."
    assert len(await pod.all(AgendaItem)) == 1


async def test_two_who_say_the_same_at_once_put_it_there_once(pod: Meetings) -> None:
    await pod.meeting()
    made = await asyncio.gather(
        *(pod.agenda.add(pod.delivery(), who(user), "Roaming") for user in ("UMAYA", "UDAN"))
    )
    assert sorted(each.before for each in made) == [False, True]
    assert len(await pod.all(AgendaItem)) == 1


async def test_signs_alone_are_compared_as_they_are(pod: Meetings) -> None:
    agenda = await pod.meeting()
    await pod.adds("UMAYA", "🔥🔥")
    await pod.adds("UMAYA", "📞")
    assert await pod.texts_of(agenda) == ["🔥🔥", "📞"]


async def test_a_delivery_that_comes_again_adds_nothing(pod: Meetings) -> None:
    await pod.meeting()
    delivery = pod.delivery()
    await pod.agenda.add(delivery, who("UMAYA"), "Roaming")
    with pytest.raises(AlreadyHandled):
        await pod.agenda.add(delivery, who("UMAYA"), "Roaming")
    assert len(await pod.all(AgendaItem)) == 1


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u200d", "\u2060", "\ufe0f \u3164"])
async def test_words_that_nobody_sees_are_none(pod: Meetings, typed: str) -> None:
    await pod.meeting()
    with pytest.raises(NothingToAdd) as refused:
        await pod.adds("UMAYA", typed)
    assert refused.value.sentence == "Say in a few words what the pod should talk about."
    assert await pod.all(AgendaItem) == []


async def test_three_thousand_characters_are_kept_whole_and_more_are_refused(
    pod: Meetings,
) -> None:
    await pod.meeting()
    added = await pod.adds("UMAYA", "a" * 3000)
    assert added.line.text == "a" * 3000
    with pytest.raises(TooManyWords) as refused:
        await pod.adds("UMAYA", "b" * 3001)
    assert "3,000 characters; this has 3,001" in refused.value.sentence


async def test_personal_data_is_masked_and_said_so(pod: Meetings) -> None:
    await pod.meeting()
    added = await pod.adds("UMAYA", "The customer at 619-555-0123 wants to port")
    assert added.masked == (Kind.PHONE,)
    (item,) = await pod.all(AgendaItem)
    assert item.text == "The customer at [phone number] wants to port"


async def test_one_person_does_not_fill_it(pod: Meetings) -> None:
    await pod.meeting()
    for number in range(MOST_OF_ONE):
        await pod.adds("UMAYA", f"Item {number}")
    with pytest.raises(AddedOftenEnough):
        await pod.adds("UMAYA", "One more")
    assert not (await pod.adds("UDAN", "One more")).before


async def test_while_a_huddle_goes_on_it_comes_onto_the_next_one(pod: Meetings) -> None:
    going_on = await pod.meeting()
    later = await pod.meeting(days=2)
    await pod.becomes(going_on, HuddleState.OPEN, wave=1)
    added = await pod.adds("UMAYA", "Roaming", agenda_id=going_on.id)
    assert added.seen.another_goes_on
    assert await pod.texts_of(later) == ["Roaming"]


async def test_between_the_halves_it_comes_onto_the_next_one_so_that_all_hear_it(
    pod: Meetings,
) -> None:
    half_done = await pod.meeting()
    later = await pod.meeting(days=2)
    await pod.becomes(half_done, HuddleState.OVER, wave=1)
    await pod.adds("UMAYA", "Roaming")
    assert await pod.texts_of(later) == ["Roaming"]


async def test_where_no_rows_stand_yet_the_schedule_says_when(pod: Meetings) -> None:
    added = await pod.adds("UMAYA", "Roaming")
    (agenda,) = await pod.all(Agenda)
    assert (agenda.slot, agenda.local_date) == ("mon", pod.now.date())
    assert len(added.seen.waves) == 2
    assert await pod.all(Huddle) == []


async def test_whoever_plans_the_meeting_later_finds_that_agenda(pod: Meetings) -> None:
    await pod.adds("UMAYA", "Roaming")
    agenda = await pod.meeting()
    assert await pod.texts_of(agenda) == ["Roaming"]
    assert len(await pod.all(Agenda)) == 1


async def test_without_a_next_huddle_it_is_kept_for_whenever_that_is(pod: Meetings) -> None:
    await pod.no_huddles()
    added = await pod.adds("UMAYA", "Roaming")
    assert not added.seen.waves
    assert (await pod.adds("UDAN", "roaming")).before
    withdrawn = await pod.adds("UDAN", "Something else")
    await pod.agenda.take_off(pod.delivery(), who("UDAN"), withdrawn.line.id)
    agenda = await pod.meeting(days=3)
    assert await pod.texts_of(agenda) == ["Roaming"]
    shown = await pod.agenda.show(who("UMAYA"), pod.now)
    assert [each.text for each in shown.on] == ["Roaming"]


async def test_a_meeting_that_is_skipped_takes_nothing(pod: Meetings) -> None:
    skipped, later = await pod.meeting(), await pod.meeting(days=2)
    await pod.becomes(skipped, HuddleState.SKIPPED)
    await pod.adds("UMAYA", "Roaming", agenda_id=skipped.id)
    assert await pod.texts_of(later) == ["Roaming"]


async def test_somebody_of_another_pod_is_told_where_theirs_goes(pod: Meetings) -> None:
    agenda = await pod.meeting()
    with pytest.raises(OtherPods) as refused:
        await pod.adds("UOMAR", "Roaming", agenda_id=agenda.id)
    assert refused.value.sentence == (
        "That is the agenda of another pod. `/agenda add …` puts it on that of Detroit, yours."
    )
    theirs = await pod.meeting(channel=THERE)
    await pod.adds("UOMAR", "Roaming")
    assert await pod.texts_of(theirs) == ["Roaming"]
    assert await pod.texts_of(agenda) == []


async def test_who_has_no_pod_is_told_whom_to_see(pod: Meetings) -> None:
    with pytest.raises(NoPod):
        await pod.adds("UNOBODY", "Roaming")
    with pytest.raises(Gone):
        await pod.agenda.show(who("UMAYA"), pod.now, UUID(int=5))


async def test_a_message_is_masked_in_the_form_and_linked_from_the_agenda(pod: Meetings) -> None:
    await pod.meeting()
    opening = await pod.agenda.open_adding(
        who("UMAYA"), pod.now, text="<!here> 619-555-0123 asks about roaming"
    )
    assert opening.text == "<!here> [phone number] asks about roaming"
    assert opening.masked == (Kind.PHONE,)
    added = await pod.adds("UMAYA", opening.text, source=Source(HOME, "1763316000.000100"))
    assert added.line.link == f"https://slack.test/{HOME}/1763316000.000100"


async def test_of_a_question_the_form_has_its_words_without_who_asked_and_no_link(
    pod: Meetings,
) -> None:
    await pod.meeting()
    await pod.ask(text="Maya R. here: no service in Ramona", sent=False)
    await Scene.send(pod)
    (ask,) = await pod.all(Ask)
    card = Source(HOME, ask.thread_ts, is_ours=True)
    in_thread = Source(HOME, "1763316999.000100", is_ours=True, thread=ask.thread_ts)
    for source in (card, in_thread):
        opening = await pod.agenda.open_adding(
            who("UDAN"), pod.now, text="🙋 Maya R. · on the line · network", source=source
        )
        assert opening.text == "… here: no service in Ramona"
        assert opening.source is None
    said = Source(HOME, "1763316999.000100", thread=ask.thread_ts)
    opening = await pod.agenda.open_adding(who("UDAN"), pod.now, text="Reset it", source=said)
    assert (opening.text, opening.source) == ("Reset it", said)


@pytest.mark.parametrize(
    "source",
    [Source("D0ME", "1.2"), Source("C1|x>", "1.2"), Source("C1", "x"), Source("", "")],
)
async def test_what_only_two_can_open_or_is_no_message_is_not_linked(
    pod: Meetings, source: Source
) -> None:
    await pod.meeting()
    assert (await pod.adds("UMAYA", "Roaming", source=source)).line.link == ""


async def test_a_message_of_any_length_fits_the_form(pod: Meetings) -> None:
    await pod.meeting()
    opening = await pod.agenda.open_adding(who("UMAYA"), pod.now, text="word " * 5000)
    assert len(opening.text) <= 3000
    assert opening.is_cut


async def off(pod: Meetings, user: str, added: Added) -> Added:
    return await pod.agenda.take_off(pod.delivery(), who(user), added.line.id)


async def back(pod: Meetings, user: str, added: Added) -> Added:
    return await pod.agenda.put_back(pod.delivery(), who(user), added.line.id)


async def test_its_author_takes_it_off_and_puts_it_back_as_often_as_they_like(
    pod: Meetings,
) -> None:
    agenda = await pod.meeting()
    added = await pod.adds("UMAYA", "Roaming")
    for _ in range(2):
        assert (await off(pod, "UMAYA", added)).line.state is ItemState.DROPPED
    assert await pod.texts_of(agenda) == []
    for _ in range(2):
        assert (await back(pod, "UMAYA", added)).line.state is ItemState.ON
    assert await pod.texts_of(agenda) == ["Roaming"]


async def test_a_colleague_does_neither(pod: Meetings) -> None:
    await pod.meeting()
    added = await pod.adds("UMAYA", "Roaming")
    with pytest.raises(OnlyItsAuthor):
        await off(pod, "UDAN", added)
    await off(pod, "UMAYA", added)
    with pytest.raises(OnlyItsAuthor):
        await back(pod, "UDAN", added)
    with pytest.raises(Gone):
        await off(pod, "UOMAR", added)


async def test_what_its_author_took_off_anybody_brings_up_again(pod: Meetings) -> None:
    agenda = await pod.meeting()
    await off(pod, "UMAYA", await pod.adds("UMAYA", "Roaming"))
    again = await pod.adds("UDAN", "roaming")
    assert not again.before
    assert again.line.by_name == "Dan K."
    assert await pod.texts_of(agenda) == ["Roaming"]


async def test_what_a_coach_took_off_only_a_coach_brings_back(pod: Meetings) -> None:
    agenda = await pod.meeting()
    added = await pod.adds("UMAYA", "Roaming")
    await pod.arranges("UCARA", agenda, Deed.DROP, added.line.id)
    again = await pod.adds("UMAYA", "Roaming")
    assert again.before
    assert again.dropped_by == "Cara W."
    with pytest.raises(OnlyItsAuthor):
        await back(pod, "UMAYA", added)
    assert (await back(pod, "UCOLE", added)).line.state is ItemState.ON


async def test_what_is_talked_about_or_over_stays(pod: Meetings) -> None:
    agenda = await pod.meeting()
    added = await pod.adds("UMAYA", "Roaming")
    await pod.becomes(agenda, HuddleState.OPEN, wave=1)
    async with pod.database.write() as session:
        (first, _) = await pod.all(Huddle)
        huddle = await session.get(Huddle, first.id)
        assert huddle is not None
        huddle.item_id = added.line.id
    with pytest.raises(TalkedAbout):
        await off(pod, "UMAYA", added)
    await pod.becomes(agenda, HuddleState.OVER)
    with pytest.raises(HuddleIsOver):
        await off(pod, "UMAYA", added)


async def test_an_announced_card_shows_what_is_added_by_the_press_s_own_address(
    pod: Meetings,
) -> None:
    agenda = await pod.meeting()
    (posted,) = await pod.announce(agenda)
    assert posted.act is Act.POST
    card_ts = (await pod.stands(agenda)).card_ts
    assert card_ts is not None
    pressed = Pressed(card_ts, "https://hooks.test/1")
    await pod.adds("UMAYA", "Roaming", agenda_id=agenda.id, pressed=pressed)
    (repainted,) = await pod.waiting()
    assert repainted.act is Act.REPAINT
    assert repainted.body["response_url"] == "https://hooks.test/1"
    assert "1. Roaming (2 min · from Maya R.)" in repainted.body["blocks"][1]["text"][
        "text"
    ].replace("\u00a0", " ")


async def test_the_press_on_another_message_never_repaints_the_card(pod: Meetings) -> None:
    agenda = await pod.meeting()
    await pod.announce(agenda)
    await pod.adds("UMAYA", "Roaming", pressed=Pressed("1.2", "https://hooks.test/private"))
    assert await pod.waiting() == []
    await pod.calms_down()
    (repainted,) = await pod.waiting()
    assert "response_url" not in repainted.body


async def test_what_waits_repaints_nothing(pod: Meetings) -> None:
    agenda = await pod.meeting(minutes=2)
    await pod.adds("UMAYA", "First")
    await pod.announce(agenda)
    await pod.adds("UMAYA", "Second")
    await pod.calms_down()
    assert await pod.waiting() == []


async def test_many_at_once_leave_one_edit(pod: Meetings) -> None:
    agenda = await pod.meeting()
    await pod.announce(agenda)
    for number in range(5):
        await pod.adds("UMAYA", f"Item {number}")
    await pod.calms_down()
    (repainted,) = await pod.waiting()
    assert "Item 4" in repainted.body["text"]


async def test_it_is_announced_once_and_nowhere_without_a_channel(pod: Meetings) -> None:
    agenda = await pod.meeting()
    assert len(await pod.announce(agenda)) == 1
    assert await pod.announce(agenda) == []
    assert (await pod.stands(agenda)).announced_at == pod.now


async def test_an_agenda_that_somebody_makes_twice_is_one(pod: Meetings) -> None:
    pod_id, day = await pod.pod(), pod.now.date()

    async def make() -> Any:
        async with pod.database.write() as session:
            return (await get_or_add_agenda(session, "T1", pod_id, "mon", day)).id

    first, second = await asyncio.gather(make(), make())
    assert first == second


async def test_home_shows_my_items_of_what_comes_next(pod: Meetings) -> None:
    going_on = await pod.meeting()
    await pod.adds("UMAYA", "Said now")
    await pod.meeting(days=2)
    await pod.becomes(going_on, HuddleState.OPEN, wave=1)
    await pod.adds("UMAYA", "Roaming")
    await pod.adds("UDAN", "Not mine")
    mine = await pod.agenda.at_home(who("UMAYA"), pod.now)
    assert [each.text for each in mine.mine] == ["Roaming"]
    assert mine.seen.goes_on
