"""Where nobody can run a huddle, whoever plans learns of it in time: privately, and once."""

from datetime import date, timedelta

from bot.huddles.occurring import views
from storage.huddles import HuddleState
from storage.outbox import OutboxRow
from tests.bot.advice.scene import HOME, who
from tests.bot.huddles.occurring.scene import Week, at, to

MON, TUE, WED, THU = (date(2026, 11, day) for day in (16, 17, 18, 19))
RUN = ("UCARA", "UCOLE", "UANA")


def told(sent: list[OutboxRow]) -> list[OutboxRow]:
    return [row for row in sent if "Nobody is there to run" in row.body["text"]]


async def test_the_leader_reads_it_the_day_before_and_once(week: Week) -> None:
    await week.until(MON, "12:00")
    await week.goes_away(at(THU, "09:00"), "UCARA", "UCOLE")
    await week.goes_away(at(THU, "09:00"), "UANA", busy=True)
    (row,) = told(await week.until(TUE, "10:31"))
    assert row.channel == "UANA"
    assert row.body["text"] == (
        "⚠️ Nobody is there to run the huddle on Wednesday, November 18, 10:30 and 10:50 AM: "
        "whoever could is away or off shift then. Name somebody else (/agenda schedule), move it "
        "(/agenda move 14:30), or call it off."
    )
    labels = [each["text"]["text"] for each in row.body["blocks"][-1]["elements"]]
    assert labels == ["Call it off", "Change the schedule"]
    assert "nobody is there to run it" in str(views.agenda_when(await week.when()).blocks)
    assert told(await week.until(WED, "12:00")) == []
    assert to(await week.send(), HOME) == []


async def test_the_resource_manager_reads_it_where_the_leader_is_away(week: Week) -> None:
    await week.until(MON, "12:00")
    await week.goes_away(at(THU, "09:00"), *RUN)
    (row,) = told(await week.until(TUE, "10:31"))
    assert row.channel == "UREX"


async def test_who_goes_away_after_the_draft_is_told_of_with_the_announcement(
    week: Week,
) -> None:
    assert told(await week.until(TUE, "10:31")) == []
    await week.goes_away(at(THU, "09:00"), *RUN)
    (row,) = told(await week.until(WED, "10:16"))
    assert row.channel == "UREX"


async def test_of_one_wave_alone_its_time_is_told(week: Week) -> None:
    await week.until(MON, "12:00")
    await week.goes_away(at(WED, "10:40"), *RUN)
    (row,) = told(await week.until(TUE, "10:31"))
    assert "on Wednesday, November 18, 10:30 AM: whoever" in row.body["text"]


async def test_called_off_from_there_it_is_off(week: Week) -> None:
    await week.until(MON, "12:00")
    await week.goes_away(at(THU, "09:00"), *RUN)
    (row,) = told(await week.until(TUE, "10:31"))
    agenda = await week.agenda(WED)
    assert row.body["blocks"][-1]["elements"][0]["value"] == str(agenda.id)
    await week.occurring.call_off(week.delivery(), who("UREX"), agenda.id)
    assert set(await week.states(WED)) == {HuddleState.SKIPPED}


async def test_a_pod_of_reps_alone_has_nobody_to_tell(unplanned: Week) -> None:
    await unplanned.people_stay("UMAYA", "UDAN", "UTHEO")
    await unplanned.huddles.start(unplanned.now)
    assert told(await unplanned.until(MON, "10:31")) == []


async def test_whoever_is_there_is_enough(week: Week) -> None:
    await week.goes_away(at(THU, "09:00"), "UCARA", "UCOLE")
    assert told(await week.pass_time(timedelta(days=3).total_seconds())) == []
