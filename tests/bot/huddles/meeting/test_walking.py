"""A huddle opens, walks through its items, and tells whoever may not move it on."""

from datetime import timedelta

import pytest

from bot.errors import PodlineError
from bot.huddles.facts import Due
from bot.huddles.meeting.errors import (
    AlreadyOpen,
    HuddleGone,
    HuddleIsOver,
    MovedOn,
    NoPracticeForm,
    NoScreen,
    NothingLeft,
    NothingToStart,
    OnlyCoachesStart,
    OnlyWhoSteers,
    OtherPods,
)
from bot.huddles.meeting.facts import Pressed, Seen
from bot.huddles.meeting.phrases import matter_of
from bot.huddles.meeting.service import MeetingService
from storage.huddles import AgendaItem, HuddleState, ItemSource, ItemState, Outcome
from storage.huddles_meeting import list_on
from storage.ids import new_id
from storage.outbox import OutboxRow
from storage.practices import Practice, PracticeState, Scope
from tests.bot.advice.scene import HOME, TEAM, who
from tests.bot.huddles.meeting.scene import TEXTS, URL, Hall, labels, posts, repaints, shown
from tests.fakes import START


async def test_a_card_says_what_is_talked_about_now_and_calls_who_runs_it(hall: Hall) -> None:
    await hall.one()
    (card,) = posts(await hall.all(OutboxRow))
    assert card.channel == HOME
    assert card.body["text"] == (
        "🗣 Huddle now · 10:30 AM San Diego time · <@UCARA> runs it: "
        "Ramona outage: what customers asked"
    )
    assert shown(card).count("<@UCARA>") == 1
    assert "Ramona outage" in shown(card)
    assert "from Nick T. · 6 asks" in shown(card)
    assert "1 of 3 · 2 min · until 10:32 AM" in shown(card)
    assert "Next: Port-in PINs (2 min) · Pick-up when the store is called (2 min)" in shown(card)
    join = card.body["blocks"][0]["accessory"]
    assert join["url"] == "https://app.slack.com/huddle/T1/CHOME"
    assert labels(card) == [
        *("Join the huddle", "Next", "Done with a note", "Park"),
        *("Turn into a practice", "Turn into an action item", "End the huddle"),
    ]


async def test_next_moves_on_and_repaints_by_the_press_itself(hall: Hall) -> None:
    huddle = await hall.one()
    hall.step(60)
    await hall.next(await hall.seen(huddle))
    assert await hall.talked_about(huddle) == TEXTS[1]
    (row,) = await hall.send()
    assert row.body["response_url"] == URL
    assert "2 of 3" in shown(row)
    assert "until 10:33 AM" in shown(row)  # two minutes from the press


async def test_a_press_that_was_made_elsewhere_never_repaints_that_message(hall: Hall) -> None:
    huddle = await hall.one()
    seen, elsewhere = await hall.seen(huddle), Pressed(HOME, "1.2", URL)
    about = (hall.delivery(), who("UCARA"), seen, Outcome.DONE, elsewhere)
    await hall.meeting.step(*about)
    (row,) = await hall.send()
    assert "response_url" not in row.body


async def test_after_the_last_item_there_is_the_end_and_nothing_else(hall: Hall) -> None:
    huddle = await hall.one("Only this")
    await hall.next(await hall.seen(huddle))
    (row,) = await hall.send()
    assert "That was everything on the agenda." in shown(row)
    assert labels(row) == [
        *("Join the huddle", "End the huddle"),
        *("Add an action item", "Back to “Only this”"),
    ]
    with pytest.raises(NothingLeft, match="Nothing else is on the agenda"):
        await hall.next(await hall.seen(huddle))


async def test_what_is_added_meanwhile_is_reached(hall: Hall) -> None:
    huddle = await hall.one("Only this")
    await hall.next(await hall.seen(huddle))
    await _add(hall, huddle.agenda_id, "One more thing")
    await hall.waits_for(Due.FOLLOW, huddle)
    hall.step(5)
    await hall.tick()
    assert "Go on" in labels((await hall.send())[-1])
    await hall.next(await hall.seen(huddle))
    assert await hall.talked_about(huddle) == "One more thing"


async def test_what_is_taken_off_while_it_is_talked_about_stays_until_next(hall: Hall) -> None:
    huddle = await hall.one()
    async with hall.database.write() as session:
        first = await session.get(AgendaItem, huddle.item_id)
        assert first is not None
        first.state = ItemState.DROPPED
    about = (hall.delivery(), who("UCARA"), await hall.seen(huddle), "It holds.", Pressed())
    await hall.meeting.note(*about)
    assert await hall.talked_about(huddle) == TEXTS[1]


async def test_an_empty_agenda_opens_all_the_same(hall: Hall) -> None:
    (huddle,) = await hall.plan(())
    await hall.opens(huddle)
    (card,) = posts(await hall.all(OutboxRow))
    assert "Nothing is on the agenda. What came up since the last huddle?" in shown(card)


async def test_parked_and_noted_items_keep_what_came_of_them(hall: Hall) -> None:
    huddle = await hall.one()
    await hall.parks(await hall.seen(huddle))
    noted = await hall.notes(await hall.seen(huddle), "We ask for the PIN, 4111 1111 1111 1111")
    assert noted.masked
    parked, decided = await hall.steps()
    assert (parked.outcome, decided.outcome) == (Outcome.PARKED, Outcome.DONE)
    assert decided.note.startswith("We ask for the PIN")
    assert "4111" not in decided.note


async def test_whoever_presses_what_moved_on_is_told_who_and_when(hall: Hall) -> None:
    huddle = await hall.one()
    seen = await hall.seen(huddle)
    await hall.next(seen, "UANA")
    hall.step(4)
    with pytest.raises(MovedOn, match=r"^Ana R\. moved on 4 seconds ago\."):
        await hall.next(seen)
    assert len(await hall.steps()) == 1


async def test_coaches_the_leader_and_who_runs_it_move_on_and_others_are_told_kindly(
    hall: Hall,
) -> None:
    huddle = await hall.one()
    with pytest.raises(OnlyWhoSteers, match=r"Cara W\. runs this huddle"):
        await hall.next(await hall.seen(huddle), "UMAYA")
    for user in ("UCOLE", "UANA"):
        await hall.next(await hall.seen(huddle), user)
    await hall.changes(huddle, runs_it="UMAYA")
    await hall.next(await hall.seen(huddle), "UMAYA")
    assert len(await hall.steps()) == 3


async def test_a_coach_who_left_while_running_it_stops_nobody(hall: Hall) -> None:
    huddle = await hall.one()
    await hall.member("UCARA", left_at=hall.now)
    with pytest.raises(PodlineError, match="not in a pod"):
        await hall.next(await hall.seen(huddle))
    await hall.next(await hall.seen(huddle), "UCOLE")
    assert await hall.talked_about(huddle) == TEXTS[1]


async def test_somebody_of_another_pod_changes_nothing(hall: Hall) -> None:
    huddle = await hall.one()
    with pytest.raises(OtherPods, match="Yours is in the channel of your own pod"):
        await hall.next(await hall.seen(huddle), "UOMAR")
    with pytest.raises(HuddleGone, match="`/agenda when`"):
        await hall.meeting.open_note(who("UCARA"), Seen(new_id(), 1, new_id()), hall.now)
    assert await hall.steps() == []


async def test_an_item_of_another_agenda_is_none_of_this_huddle(hall: Hall) -> None:
    huddle = await hall.one()
    (other,) = await hall.plan(("Theirs",), slot="once-1")
    (theirs,) = (each for each in await hall.all(AgendaItem) if each.text == "Theirs")
    seen = (await hall.seen(huddle))._replace(item=theirs.id)
    assert theirs.agenda_id == other.agenda_id
    with pytest.raises(NoPracticeForm, match="`/practice new`"):
        await hall.meeting.practice_form(who("UMAYA"), seen, HOME)


async def test_a_changed_schedule_leaves_what_goes_on_as_it_is(hall: Hall) -> None:
    huddle = await hall.one()
    await hall.asks_who_is_there()
    hall.step(16 * 60)
    await hall.next(await hall.seen(huddle))
    assert (await hall.huddle(huddle)).state is HuddleState.OPEN
    (row,) = await hall.send()
    assert "Here" in labels(row)


async def test_a_coach_opens_it_before_its_time_and_its_timer_finds_it_done(hall: Hall) -> None:
    (huddle,) = await hall.plan()
    await hall.meeting.start(hall.delivery(), who("UCOLE"))
    opened = await hall.huddle(huddle)
    assert (opened.state, opened.opened_at) == (HuddleState.OPEN, hall.now)
    assert hall.prepared == [huddle.agenda_id]
    assert opened.runs_it == "UCARA"
    hall.now = huddle.starts_at
    await hall.opens(huddle)
    assert len(posts(await hall.all(OutboxRow))) == 1
    with pytest.raises(AlreadyOpen):
        await hall.meeting.start(hall.delivery(), who("UCOLE"))


async def test_whoever_opens_it_runs_it_where_nobody_else_does(hall: Hall) -> None:
    (huddle,) = await hall.plan()
    await hall.member("UCARA", left_at=hall.now)
    await hall.meeting.start(hall.delivery(), who("UCOLE"))
    assert (await hall.huddle(huddle)).runs_it_name == "Cole M."


async def test_reps_start_nothing_and_nothing_starts_that_is_days_away(hall: Hall) -> None:
    with pytest.raises(NothingToStart, match="No huddle is planned"):
        await hall.meeting.start(hall.delivery(), who("UCARA"))
    (huddle,) = await hall.plan()
    with pytest.raises(OnlyCoachesStart, match="`/agenda add`"):
        await hall.meeting.start(hall.delivery(), who("UMAYA"))
    await hall.changes(huddle, starts_at=huddle.starts_at + timedelta(days=2))
    with pytest.raises(NothingToStart, match=r"on Wednesday, November 18\."):
        await hall.meeting.start(hall.delivery(), who("UCARA"))


async def test_one_whose_time_has_just_passed_can_be_opened_still(hall: Hall) -> None:
    (huddle,) = await hall.plan()
    hall.now = huddle.starts_at + timedelta(minutes=5)
    await hall.meeting.start(hall.delivery(), who("UCARA"))
    assert (await hall.huddle(huddle)).state is HuddleState.OPEN


async def test_a_second_wave_opens_by_hand_only_once_the_first_is_over_or_its_time_has_come(
    hall: Hall,
) -> None:
    first, second = await hall.plan(waves=2)
    await hall.meeting.start(hall.delivery(), who("UCARA"))
    with pytest.raises(AlreadyOpen):
        await hall.meeting.start(hall.delivery(), who("UCARA"))
    await hall.ends(first)
    await hall.meeting.start(hall.delivery(), who("UCARA"))
    assert (await hall.huddle(second)).state is HuddleState.OPEN


async def test_it_ends_by_itself_five_minutes_after_its_time(hall: Hall) -> None:
    huddle = await hall.one()
    assert (await hall.due())[Due.END] == hall.now + timedelta(minutes=20)
    await hall.pass_time(20 * 60 - 1)
    assert (await hall.huddle(huddle)).state is HuddleState.OPEN
    await hall.pass_time(1)
    assert (await hall.huddle(huddle)).state is HuddleState.OVER


async def test_while_people_press_it_goes_on_but_not_for_ever(hall: Hall) -> None:
    huddle = await hall.one(*map(str, range(9)))
    start = hall.now
    for minutes in (17, 21, 25, 29):
        await hall.pass_time((start + timedelta(minutes=minutes) - hall.now).total_seconds())
        await hall.next(await hall.seen(huddle))
        last = min(minutes + 5, 30)
        assert (await hall.due())[Due.END] == start + timedelta(minutes=last)
    await hall.pass_time(60)
    assert (await hall.huddle(huddle)).state is HuddleState.OVER
    with pytest.raises(HuddleIsOver, match="`/agenda recap`"):
        await hall.next(await hall.seen(huddle))


async def test_a_huddle_that_is_over_says_so_in_the_place_of_its_card(hall: Hall) -> None:
    huddle = await hall.one()
    await hall.next(await hall.seen(huddle))
    await hall.parks(await hall.seen(huddle))
    hall.step(600)
    await hall.ends(huddle)
    card = repaints(await hall.send())[-1]
    assert shown(card) == (
        "🗣 Huddle over · 10:30 AM to 10:40 AM San Diego time · 1 of 3 talked about"
    )
    assert labels(card) == []


async def test_the_page_for_a_screen_is_for_the_pod_and_only_where_there_is_one(
    hall: Hall,
) -> None:
    huddle = await hall.one()
    seen = await hall.seen(huddle)
    url = await hall.meeting.screen_url(hall.delivery(), who("UMAYA"), seen)
    assert url == f"https://pod.test/screen/{huddle.id}"
    with pytest.raises(OtherPods):
        await hall.meeting.screen_url(hall.delivery(), who("UOMAR"), seen)
    with pytest.raises(NoScreen, match="Whoever runs Podline"):
        await MeetingService(hall.tools).screen_url(hall.delivery(), who("UMAYA"), seen)


async def _add(hall: Hall, agenda_id: object, text: str) -> None:
    (first, *_) = await hall.all(AgendaItem)
    more = AgendaItem(
        **first.model_dump(exclude={"id", "key", "text", "position"}),
        key="member:more",
        text=text,
        position=9,
    )
    async with hall.database.write() as session:
        session.add(more)


async def test_the_second_half_sees_what_the_first_said_of_it(hall: Hall) -> None:
    first, second = await hall.plan(waves=2)
    await hall.opens(first)
    await hall.makes(await hall.seen(first))
    await hall.notes(await hall.seen(first), "We ask first")
    await hall.parks(await hall.seen(first))
    await hall.ends(first)
    await hall.send()
    await hall.opens(second)
    card = (await hall.all_said())[-1]
    assert "*The half before:*\nDecided: We ask first\nTo do: Write up the steps" in shown(card)
    await hall.next(await hall.seen(second))
    (row,) = await hall.send()
    assert "*The half before:*\nParked." in shown(row)
    await hall.next(await hall.seen(second))
    (row,) = await hall.send()
    assert "The half before" not in shown(row)


async def test_what_worked_stands_below_a_practice_that_is_talked_about(hall: Hall) -> None:
    practice = Practice(
        team_id=TEAM,
        pod_id=hall.pod,
        title="Port-in PINs",
        situation="A customer ports in",
        what_worked="Ask for the <account> PIN",
        topics=["porting"],
        scope=Scope.POD,
        state=PracticeState.SHARED,
        language="en",
        author="UMAYA",
        author_name="Maya R.",
        owner="UMAYA",
        created_at=hall.now,
        updated_at=hall.now,
    )
    (huddle,) = await hall.plan(("New: Port-in PINs",))
    async with hall.database.write() as session:
        session.add(practice)
        (item,) = (each for each in await list_on(session, huddle.agenda_id))
        item.source, item.refs = ItemSource.PRACTICE, {"practice": str(practice.id)}
    await hall.opens(huddle)
    assert "What worked: Ask for the &lt;account&gt; PIN" in shown((await hall.all_said())[-1])


@pytest.mark.parametrize(
    ("source", "text", "matter"),
    [
        (ItemSource.CONCERN, "Asked often: “Does “Go” roam?”", "Does “Go” roam?"),
        (ItemSource.PRACTICE, "New: PINs: ask first", "PINs: ask first"),
        (ItemSource.ACTION_ITEM, "Open since Monday: port-in PINs", "port-in PINs"),
        (ItemSource.MEMBER, "Say “no”: how?", "Say “no”: how?"),
        (ItemSource.GAP, "Searched without a result: “”", "“”"),
        (ItemSource.ASK, "No label at all", "No label at all"),
    ],
)
def test_what_is_made_of_an_item_begins_without_our_label(
    source: ItemSource, text: str, matter: str
) -> None:
    item = AgendaItem(
        agenda_id=new_id(),
        pod_id=new_id(),
        key="x",
        source=source,
        position=0,
        text=text,
        added_at=START,
    )
    assert matter_of(item) == matter


async def test_a_rep_who_would_open_one_is_told_who_may_and_not_how(hall: Hall) -> None:
    with pytest.raises(OnlyCoachesStart):
        await hall.meeting.start(hall.delivery(), who("UMAYA"))
    with pytest.raises(NothingToStart):
        await hall.meeting.start(hall.delivery(), who("UCARA"))
