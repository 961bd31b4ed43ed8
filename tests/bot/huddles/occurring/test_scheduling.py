"""When a pod meets is set in Slack."""

import json
from datetime import date
from typing import Any

import pytest

from bot.errors import Outdated
from bot.huddles.occurring import views
from bot.huddles.occurring.errors import BadField, OnlyWhoArranges
from bot.huddles.occurring.form import Editing, schedule_form
from bot.huddles.occurring.scheduling import Conflict
from bot.huddles.occurring.words import read_form
from bot.huddles.schedule.errors import UnknownPlace
from storage.huddles import HuddleSchedule, HuddleState
from storage.pods import Market, Pod
from tests.bot.advice.scene import HOME, who
from tests.bot.huddles.occurring.scene import Week, clock

MON, TUE = date(2026, 11, 16), date(2026, 11, 17)
TYPED = {
    "on": "yes",
    "days": "tue,thu",
    "times": "9:15, 9.35",
    "minutes": "20",
    "holidays": "us-ca",
    "attendance": "no",
    "runs_it": "UCOLE",
}


async def opened(week: Week, user: str = "UCARA") -> Editing:
    return await week.occurring.open_form(who(user), week.now, HOME)


async def sent(week: Week, editing: Editing, user: str = "UCARA", **typed: str) -> Any:
    form = read_form(schedule_form(editing)["private_metadata"])
    return await week.occurring.save_form(week.delivery(), who(user), form, TYPED | typed)


def held(editing: Editing) -> dict[str, Any]:
    blocks = {each.get("block_id"): each for each in schedule_form(editing)["blocks"]}
    return {name: block.get("element") for name, block in blocks.items() if name}


def held_block(editing: Editing, name: str) -> dict[str, Any]:
    (block,) = [each for each in schedule_form(editing)["blocks"] if each.get("block_id") == name]
    return dict(block)


async def test_the_form_shows_what_holds_and_what_is_sent_holds_from_now_on(week: Week) -> None:
    editing = await opened(week)
    fields = held(editing)
    assert fields["times"]["initial_value"] == "10:30, 10:50"
    assert [each["value"] for each in fields["days"]["initial_options"]] == ["mon", "wed", "fri"]
    assert not held_block(editing, "days").get("optional")
    assert "empty: those of the market (US);" in held_block(editing, "holidays")["hint"]["text"]
    card = views.saved(*await sent(week, editing))
    assert card.text == (
        "Saved. The pod meets on Tuesday and Thursday at 9:15 and 9:35, San Diego time, "
        "for 20 minutes. "
        "The next one is on Tuesday, November 17, 9:15 AM."
    )
    assert [clock(each) for each in await week.rows(TUE)] == ["Tue 09:15", "Tue 09:35"]
    assert {each.minutes for each in await week.rows(TUE)} == {20}
    assert set(await week.states(MON)) == {HuddleState.SKIPPED}
    await week.until(TUE, "08:00")
    assert {each.runs_it for each in await week.rows(TUE)} == {"UCOLE"}


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"times": "25:00"}, "times", "one time for each wave"),
        ({"times": ""}, "times", "one time for each wave"),
        ({"times": "9, 9:30, 10, 10:30, 11"}, "times", "Four at most"),
        ({"times": "9:00, 9:10", "minutes": "15"}, "times", "leave 15 minutes"),
        ({"times": "23:50", "minutes": "15"}, "times", "over by midnight"),
        ({"days": ""}, "days", "at least one day"),
        ({"minutes": "0"}, "minutes", "5 to 60"),
        ({"holidays": "Atlantis"}, "holidays", "Atlantis"),
        ({"runs_it": "UMALLORY"}, "runs_it", "not in the pod"),
    ],
)
async def test_what_cannot_be_says_why_under_its_field(
    week: Week, typed: dict[str, str], field: str, says: str
) -> None:
    with pytest.raises((BadField, UnknownPlace), match=says) as raised:
        await sent(week, await opened(week), **typed)
    assert raised.value.field == field
    assert await week.all_schedules() == []


async def test_an_afternoon_without_pm_is_meant(week: Week) -> None:
    schedule, _, _ = await sent(week, await opened(week), times="2:30 and 2:50 PM")
    assert schedule.times == (870, 890)


async def test_two_who_edit_at_once_both_read_both(week: Week) -> None:
    mine, theirs = await opened(week), await opened(week, "UREX")
    await sent(week, theirs, "UREX", days="mon,wed,fri", times="11:00", minutes="15", runs_it="")
    with pytest.raises(Conflict) as raised:
        await sent(week, mine, holidays="", runs_it="", minutes="15")
    editing = raised.value.editing
    form = schedule_form(editing)
    shown = json.dumps(form["blocks"], ensure_ascii=False)
    assert "Rex M. changed it while you wrote." in shown
    assert "Theirs: 11:00\\nYours: 9:15 and 9:35" in shown
    assert "Days*\\nTheirs" not in shown  # they left the days as they were
    await sent(week, editing, holidays="", runs_it="", minutes="15")
    assert [clock(each) for each in await week.rows(TUE)] == ["Tue 09:15", "Tue 09:35"]


async def test_two_who_edit_different_things_lose_nothing(week: Week) -> None:
    mine, theirs = await opened(week), await opened(week, "UREX")
    same = {"days": "mon,wed,fri", "times": "10:30, 10:50", "holidays": "", "runs_it": ""}
    await sent(week, theirs, "UREX", **same | {"minutes": "10"})
    schedule, _, _ = await sent(week, mine, **same | {"minutes": "15", "attendance": "yes"})
    assert (schedule.minutes, schedule.attendance) == (10, True)


async def test_what_the_file_says_is_text_and_cannot_be_sent(week: Week) -> None:
    await week.changes(days=["mon", "thu"], times=[600])
    editing = await opened(week)
    fields = held(editing)
    assert "days" not in fields
    assert "times" not in fields
    shown = json.dumps(schedule_form(editing)["blocks"], ensure_ascii=False)
    assert "*Days*: Monday and Thursday" in shown
    assert "[pod.sd.huddles]" in shown
    schedule, _, _ = await sent(week, editing)
    assert (schedule.days, schedule.times) == (("mon", "thu"), (600,))


async def test_a_changed_schedule_leaves_alone_what_goes_on(week: Week) -> None:
    await week.until(MON, "10:31")
    await sent(week, await opened(week))
    await week.until(MON, "12:00")
    assert await week.states(MON) == [HuddleState.OVER, HuddleState.OVER]


async def test_that_members_can_say_they_are_there_is_said(week: Week) -> None:
    card = views.saved(*await sent(week, await opened(week), attendance="yes"))
    assert "for 20 minutes. Members can say that they are there. The next" in card.text


async def test_that_all_meet_together_is_said(week: Week) -> None:
    card = views.saved(*await sent(week, await opened(week), times="9:15"))
    assert card.text.endswith("All meet together: nobody is on the phones meanwhile.")
    card = views.saved(*await sent(week, await opened(week), times="9:15, 9:35"))
    assert "together" not in card.text


async def test_huddles_can_be_switched_off_for_a_pod(week: Week) -> None:
    schedule, place, following = await sent(week, await opened(week), on="no", days="")
    assert views.saved(schedule, place, following).text.startswith("Saved. The pod has no huddles")
    assert await week.until(MON, "12:00") == []


async def test_times_at_which_the_pod_is_closed_are_saved_and_said(week: Week) -> None:
    async with week.database.write() as session:
        pod = await session.get(Pod, week.pod)
        assert pod is not None
        market = await session.get(Market, pod.market_id)
        assert market is not None
        market.hours = {"mon": [["08:00", "18:00"]]}
    card = views.saved(*await sent(week, await opened(week), days="mon,sat", times="10:30"))
    assert card.text.endswith("⚠️ San Diego is closed then, and nobody may be there: Sat 10:30.")


async def test_whoever_lost_the_role_meanwhile_saves_nothing(week: Week) -> None:
    editing = await opened(week)
    with pytest.raises(OnlyWhoArranges):
        await sent(week, editing, "UMAYA")


async def test_a_form_of_another_version_is_outdated() -> None:
    for metadata in ("", "[]", '{"version": "x", "seen": {}}', '{"a": 1}'):
        with pytest.raises(Outdated):
            read_form(metadata)


async def test_a_coach_who_left_is_named_no_more_and_others_run_it(week: Week) -> None:
    await sent(week, await opened(week), days="mon,wed,fri", times="10:30", runs_it="UCOLE")
    await week.leaves("UCOLE")
    await week.until(MON, "10:31")
    assert {each.runs_it for each in await week.rows(MON) if each.wave == 1} == {"UCARA"}
    editing = await opened(week)
    assert "UCOLE" not in json.dumps(held(editing)["runs_it"])
    (stored,) = await week.all_schedules()
    assert isinstance(stored, HuddleSchedule)
