"""Action items: made by anybody of the pod, reminded of once, moved, handed on, closed."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.huddles.facts import Due
from bot.huddles.meeting.action_items import Typed
from bot.huddles.meeting.errors import (
    ActionGone,
    ClosedMeanwhile,
    DueMissing,
    DueTooEarly,
    DueTooLate,
    MissingWords,
    OnlyOwnerCloses,
    OwnerNotHere,
    TooManyWords,
)
from bot.huddles.meeting.facts import Pressed
from storage.huddles import AgendaItem
from storage.huddles_action_items import ActionItem, list_open
from storage.huddles_coaching import Coaching
from storage.ids import new_id
from storage.outbox import OutboxRow
from storage.pods import Role
from tests.bot.advice.scene import TEAM, who
from tests.bot.huddles.meeting.scene import TODAY, URL, Hall, labels, posts, repaints, shown

DUE = "2026-11-20"  # a Friday
REMINDED = datetime(2026, 11, 19, 17, 0, tzinfo=UTC)  # nine in San Diego


async def test_anybody_makes_one_of_what_is_talked_about_and_the_card_says_so(hall: Hall) -> None:
    huddle = await hall.one()
    action = await hall.makes(await hall.seen(huddle), "Call 619-555-0142 *now*", user="UMAYA")
    assert (action.owner_name, action.made_by, str(action.due_on)) == ("Theo B.", "UMAYA", DUE)
    assert "0142" not in action.text
    (card,) = repaints(await hall.send())
    assert "To do: Call" in shown(card)
    assert "Theo B., Fri, Nov 20" in shown(card)
    assert card.body["response_url"] == URL


async def test_the_form_is_filled_in_with_what_is_talked_about_and_a_week(hall: Hall) -> None:
    huddle = await hall.one()
    to_do = await hall.meeting.open_new_action(who("UMAYA"), await hall.seen(huddle), hall.now)
    assert to_do.text == "Ramona outage: what customers asked"
    assert (to_do.owner, to_do.due_on) == ("UMAYA", TODAY + timedelta(days=7))
    assert "UOMAR" not in {each.user for each in to_do.members}


@pytest.mark.parametrize(
    ("typed", "error", "field"),
    [
        (Typed(" ", "UTHEO", DUE), MissingWords, "text"),
        (Typed("x" * 301, "UTHEO", DUE), TooManyWords, "text"),
        (Typed("Do it", "UOMAR", DUE), OwnerNotHere, "owner"),
        (Typed("Do it", None, DUE), OwnerNotHere, "owner"),
        (Typed("Do it", "UTHEO", "2026-11-15"), DueTooEarly, "due"),
        (Typed("Do it", "UTHEO", "2028-01-01"), DueTooLate, "due"),
        (Typed("Do it", "UTHEO", None), DueMissing, "due"),
        (Typed("Do it", "UTHEO", "next blursday"), DueMissing, "due"),
    ],
)
async def test_what_cannot_be_keeps_the_form_open(
    hall: Hall, typed: Typed, error: type[Exception], field: str
) -> None:
    seen = await hall.seen(await hall.one())
    with pytest.raises(error) as refused:
        await hall.meeting.make_action(hall.delivery(), who("UMAYA"), seen, typed, Pressed())
    assert refused.value.field == field  # type: ignore[attr-defined]
    assert await hall.all(ActionItem) == []


async def test_today_is_today_in_the_market(hall: Hall) -> None:
    """Late in the evening of San Diego, when it is the next day in UTC."""
    huddle = await hall.one()
    hall.now = datetime(2026, 11, 17, 7, 30, tzinfo=UTC)
    action = await hall.makes(await hall.seen(huddle), due="2026-11-16")
    assert str(action.due_on) == "2026-11-16"


async def test_its_owner_is_reminded_once_at_nine_on_the_day_before(hall: Hall) -> None:
    huddle = await hall.one()
    await hall.makes(await hall.seen(huddle))
    assert (await hall.due())[Due.REMIND] == REMINDED
    await hall.ends(huddle)
    await hall.send()
    hall.now = REMINDED
    await hall.tick()
    (row,) = posts(await hall.send())
    assert row.channel == "UTHEO"
    assert row.body["text"] == "📌 Write up the steps · due tomorrow · from Maya R."
    assert "From the huddle on Monday, November 16." in shown(row)
    assert labels(row) == ["Done", "Later…"]
    hall.now += timedelta(days=3)
    await hall.tick()
    assert await hall.send() == []


@pytest.mark.parametrize(
    ("made", "due", "reminded"),
    [
        ((16, 18), "2026-11-17", (17, 17)),  # after nine on the day before: at nine of the day
        ((16, 16), "2026-11-16", (16, 17)),  # made at eight, due today
        ((16, 18), "2026-11-16", (16, 23)),  # made at ten, due today: in the afternoon
        ((16, 23), "2026-11-16", None),
    ],
)
async def test_what_is_due_soon_is_reminded_of_on_its_day(
    hall: Hall, made: tuple[int, int], due: str, reminded: tuple[int, int] | None
) -> None:
    huddle = await hall.one()
    hall.now = datetime(2026, 11, *made, tzinfo=UTC)
    await hall.makes(await hall.seen(huddle), due=due)
    expected = datetime(2026, 11, *reminded, tzinfo=UTC) if reminded else None
    assert (await hall.due()).get(Due.REMIND) == expected


async def test_a_reminder_is_closed_in_one_press_and_says_so(hall: Hall) -> None:
    action = await _reminded(hall)
    pressed = await hall.place("remind:")
    closed = await hall.meeting.close_action(hall.delivery(), who("UTHEO"), action.id, pressed)
    assert (closed.was_closed, closed.repainted) == (False, True)
    row, recap = await hall.send()
    assert (shown(row), labels(row)) == ("✅ Done: Write up the steps", [])
    assert row.body["response_url"] == URL
    assert "• ✅ Write up the steps (Theo B.)" in shown(recap)
    assert "response_url" not in recap.body
    async with hall.database.read() as session:
        assert await list_open(session, hall.pod) == []
    again = await hall.meeting.close_action(hall.delivery(), who("UTHEO"), action.id, pressed)
    assert again.was_closed


async def test_what_is_closed_is_reminded_of_no_more(hall: Hall) -> None:
    huddle = await hall.one()
    action = await hall.makes(await hall.seen(huddle))
    await hall.meeting.close_action(hall.delivery(), who("UCARA"), action.id, Pressed())
    assert Due.REMIND not in await hall.due()


async def test_a_reminder_that_comes_due_as_it_is_closed_says_nothing(hall: Hall) -> None:
    """Its timer stands still: another process is about to take it away."""
    huddle = await hall.one()
    action = await hall.makes(await hall.seen(huddle))
    await hall.ends(huddle)
    await hall.send()
    async with hall.database.write() as session:
        mine = await session.get(ActionItem, action.id)
        assert mine is not None
        mine.closed_at = hall.now
    hall.now = REMINDED
    await hall.tick()
    assert await hall.send() == []


async def test_closed_on_the_recap_it_is_ticked_there_by_that_press(hall: Hall) -> None:
    huddle = await hall.one()
    action = await hall.makes(await hall.seen(huddle))
    await hall.ends(huddle)
    await hall.send()
    pressed = await hall.place("recap")
    closed = await hall.meeting.close_action(hall.delivery(), who("UCOLE"), action.id, pressed)
    assert closed.repainted
    (row,) = await hall.send()
    assert "• ✅ Write up the steps (Theo B.)" in shown(row)
    assert labels(row) == []
    assert row.body["response_url"] == URL


async def test_later_moves_it_and_reminds_anew(hall: Hall) -> None:
    action = await _reminded(hall)
    to_do = await hall.meeting.open_action(who("UTHEO"), action.id, hall.now)
    assert (to_do.text, to_do.owner, str(to_do.due_on)) == ("Write up the steps", "UTHEO", DUE)
    about = (action.id, Typed("Write it up", "UNINA", "2026-11-25"), await hall.place("remind:"))
    made = await hall.meeting.change_action(hall.delivery(), who("UTHEO"), *about)
    assert made.repainted
    row, recap, given = await hall.send()
    assert shown(row) == "📌 Write it up · by Wednesday"
    assert "• <@UNINA>: Write it up (by Wednesday)" in shown(recap)
    assert (given.channel, given.body["text"]) == (
        *("UNINA", "📌 Write it up · by Wednesday · from Theo B."),
    )
    assert (await hall.due())[Due.REMIND] == datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
    hall.now = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
    await hall.tick()
    (row,) = posts(await hall.send())
    assert row.channel == "UNINA"


async def test_what_was_closed_meanwhile_is_not_moved(hall: Hall) -> None:
    action = await _reminded(hall)
    await hall.meeting.close_action(hall.delivery(), who("UCARA"), action.id, Pressed())
    with pytest.raises(ClosedMeanwhile):
        await hall.meeting.open_action(who("UTHEO"), action.id, hall.now)
    about = (action.id, Typed("Later", "UTHEO", "2026-11-25"), Pressed())
    with pytest.raises(ClosedMeanwhile):
        await hall.meeting.change_action(hall.delivery(), who("UTHEO"), *about)


async def test_its_owner_and_the_coaches_close_it_and_others_are_told_who(hall: Hall) -> None:
    action = await _reminded(hall)
    with pytest.raises(OnlyOwnerCloses, match=r"Only Theo B\. and the coaches"):
        await hall.meeting.close_action(hall.delivery(), who("UMAYA"), action.id, Pressed())
    for user, wanted in (("UOMAR", action.id), ("UCARA", new_id())):
        with pytest.raises(ActionGone, match="`/agenda` shows"):
            await hall.meeting.close_action(hall.delivery(), who(user), wanted, Pressed())


async def test_an_owner_who_left_is_not_reminded_and_the_leader_hands_it_on(hall: Hall) -> None:
    huddle = await hall.one()
    action = await hall.makes(await hall.seen(huddle))
    await hall.member("UTHEO", left_at=hall.now)
    await hall.ends(huddle)
    await hall.send()
    hall.now = REMINDED
    await hall.tick()
    (row,) = posts(await hall.send())
    assert row.channel == "UANA"
    assert row.body["text"] == (
        "📌 Nobody has this now: Write up the steps · due tomorrow. "
        "Theo B. is not in the pod any more."
    )
    assert labels(row) == ["Done", "Hand on…"]
    about = (action.id, Typed("Write up the steps", "UNINA", DUE), await hall.place("remind:"))
    made = await hall.meeting.change_action(hall.delivery(), who("UANA"), *about)
    assert made.item.owner_name == "Nina P."


async def test_without_a_leader_the_coaches_see_to_it(hall: Hall) -> None:
    huddle = await hall.one()
    await hall.makes(await hall.seen(huddle))
    await hall.member("UTHEO", pod_id=hall.there)
    await hall.member("UANA", role=Role.REP)
    await hall.ends(huddle)
    await hall.send()
    hall.now = REMINDED
    await hall.tick()
    assert sorted(row.channel for row in await hall.send()) == ["UCARA", "UCOLE"]


async def test_an_action_item_on_the_agenda_is_done_and_the_huddle_goes_on(hall: Hall) -> None:
    action = await _reminded(hall)
    (huddle,) = await hall.plan(("Open: write up the steps",), slot="once-2")
    async with hall.database.write() as session:
        (item,) = (each for each in await hall.all(AgendaItem) if each.text.startswith("Open"))
        mine = await session.get(AgendaItem, item.id)
        assert mine is not None
        mine.key = f"action:{action.id}"
    await hall.opens(huddle)
    card = (await hall.all(OutboxRow))[-1]
    assert labels(card)[1:4] == ["Next", "It is done", "Park"]
    seen = await hall.seen(huddle)
    await hall.meeting.close_item(hall.delivery(), who("UCARA"), seen, await hall.on_card(seen))
    (closed,) = await hall.all(ActionItem)
    assert closed.closed_by == "UCARA"
    assert "✅ Done: Write up the steps" in [shown(row) for row in await hall.send()]
    await hall.ends(huddle)
    recap = [row for row in await hall.all(OutboxRow) if row.part == "recap"][-1]
    assert "*Done since the last time*\n• Open: write up the steps" in shown(recap)


async def test_what_a_coach_and_a_rep_agreed_on_is_for_these_two(hall: Hall) -> None:
    coaching = Coaching(team_id=TEAM, pod_id=hall.pod, coach="UCARA", rep="UMAYA", made_at=hall.now)
    action = ActionItem(
        team_id=TEAM,
        pod_id=hall.pod,
        coaching_id=coaching.id,
        text="Listen to two calls",
        owner="UMAYA",
        owner_name="Maya R.",
        due_on=TODAY,
        made_by="UCARA",
        made_at=hall.now,
    )
    for row in (coaching, action):
        async with hall.database.write() as session:
            session.add(row)
    for user in ("UCOLE", "UANA", "UDAN"):
        with pytest.raises(ActionGone):
            await hall.meeting.close_action(hall.delivery(), who(user), action.id, Pressed())
    to_do = await hall.meeting.open_action(who("UCARA"), action.id, hall.now)
    assert sorted(each.user for each in to_do.members) == ["UCARA", "UMAYA"]
    await hall.meeting.close_action(hall.delivery(), who("UCARA"), action.id, Pressed())
    async with hall.database.read() as session:
        assert await list_open(session, hall.pod) == []


async def test_home_lists_what_i_have_to_do(hall: Hall) -> None:
    huddle = await hall.one()
    await hall.makes(await hall.seen(huddle))
    mine, _ = await hall.meeting.own_actions(who("UTHEO"))
    theirs, _ = await hall.meeting.own_actions(who("UMAYA"))
    assert ([each.text for each in mine], theirs) == (["Write up the steps"], [])


async def _reminded(hall: Hall) -> ActionItem:
    huddle = await hall.one()
    action = await hall.makes(await hall.seen(huddle))
    await hall.ends(huddle)
    await hall.send()
    hall.now = REMINDED
    await hall.tick()
    await hall.send()
    return action
