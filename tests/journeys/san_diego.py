"""Days of the pod that serves San Diego, by the clocks there."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import col

from bot.workspace.visitor import words
from storage.huddles import Huddle, HuddleState
from storage.pods import Pod
from tests.journeys.people import Day, Person

THERE = ZoneInfo("America/Los_Angeles")
ANNOUNCED, OPENED, OVER = "Huddle in 15 minutes", "Huddle now", "Huddle over"
CALLED_OFF, CAME = "No huddle on", "What came of the huddle"


async def goes_to(day: Day, when: str) -> None:
    """On to that time in San Diego: nights at once, then from one thing that is due to the next."""
    moment = datetime.fromisoformat(when).replace(tzinfo=THERE)
    left = moment.timestamp() - day.trial.time()
    assert left >= 0, when
    if left > 3 * 3600:
        await day.trial.quiet()
        day.trial.time.step(left - 3 * 3600)
        day.trial.podline.wake()
        await day.quiet()
    await day.passes(moment.timestamp() - day.trial.time())


async def said(day: Day, person: Person, what: str, since: str) -> list[str]:
    """What stands in the pod's channel that says so, since a time there, oldest first."""
    first = datetime.fromisoformat(since).replace(tzinfo=THERE).timestamp()
    shown = await person.messages(person.pod)
    mine = [one for one in shown if float(one["ts"]) >= first and not one["ephemeral"]]
    return [words(one) for one in mine if what in words(one)]


async def met(day: Day) -> list[tuple[str, HuddleState]]:
    """Every huddle of San Diego whose time has come, as its clocks showed it."""
    async with day.trial.podline.database.read() as session:
        its = select(Huddle).join(Pod, col(Pod.id) == col(Huddle.pod_id))
        rows = list(await session.scalars(its.where(col(Pod.key) == "san-diego")))
    now = datetime.fromtimestamp(day.trial.time(), UTC)
    past = sorted((each for each in rows if each.starts_at <= now), key=lambda row: row.starts_at)
    return [(shown(each.starts_at), each.state) for each in past]


def shown(moment: datetime) -> str:
    """As "10-28 10:30"."""
    return f"{moment.astimezone(THERE):%m-%d %H:%M}"


def at(*times: str) -> list[str]:
    """Of "10-28 10:30 10:50", each with its day."""
    return [f"{day} {time}" for day, *rest in map(str.split, times) for time in rest]


def states(held: Sequence[tuple[str, HuddleState]], state: HuddleState) -> list[str]:
    return [when for when, its in held if its is state]
