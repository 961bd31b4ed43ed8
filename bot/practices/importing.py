"""Practices from files into the database: new ones, changed ones, and nothing for the rest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from os.path import commonpath
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import BadInput, Misconfigured
from bot.pods.problems import Place, Problem, Problems
from bot.practices.changes import changing, index, set_timers
from bot.practices.facts import FROM_A_FILE, What
from bot.practices.importing_twins import Words, find_twins, words_of
from bot.practices.importing_words import (
    Ready,
    first_entry,
    gone_sayings,
    make,
    make_ready,
    new_sayings,
    parts_of,
    rewrite,
)
from bot.practices.interchange import Placed
from bot.practices.interchange_roster import People, people_of
from bot.text.masking import Masker
from storage.database import Database
from storage.pods_roster import read_roster
from storage.practices import Practice, PracticeState
from storage.practices_files import list_teams
from storage.practices_reading import find_practice, list_sayings, look_at_practice

BATCH = 50
Progress = Callable[[int, int, str], None]


class Fate(StrEnum):
    """What an import does with one practice; `left`: it was merged into another, or has ended.
    `twin`: another one says just the same already.
    """

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    LEFT = "left"
    TWIN = "twin"


class Step(NamedTuple):
    """One practice, and for a changed one which parts read otherwise."""

    place: Place
    title: str
    fate: Fate
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """Where there are errors among the problems, there are no steps and nothing was changed."""

    steps: list[Step] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def count(self, fate: Fate) -> int:
        return sum(step.fate is fate for step in self.steps)


def silent(done: int, total: int, what: str) -> None:
    """For those who watch no progress."""


async def get_team(database: Database) -> str:
    """The workspace that the database serves. Raises `Misconfigured` where it is not one."""
    async with database.read() as session:
        teams = await list_teams(session)
    if len(teams) != 1:
        raise Misconfigured(
            "The database knows no pod yet: the roster comes first. Run once, with the bot's token "
            "for Slack: podline pods apply"
            if not teams
            else f"The database holds {len(teams)} workspaces; it should be one."
        )
    return teams[0]


async def import_practices(
    database: Database,
    masker: Masker,
    found: Sequence[Placed],
    now: datetime,
    *,
    default_pod: str | None = None,
    dry_run: bool = False,
    progress: Progress = silent,
) -> Outcome:
    """Bring the practices in, in small transactions: stopped and run again, it does what is left.

    `default_pod` is the key of the pod of those that name none. A `dry_run` only says what would
    be done. Raises `Misconfigured` where no pod is known.
    """
    team = await get_team(database)
    async with database.read() as session:
        people = people_of(await read_roster(session, team), default_pod)
    problems = Problems()
    found = _told_once(found, people, problems)
    ready = _ready(masker, found, people, problems)
    if any(not each.is_warning for each in problems.found):
        return Outcome(problems=sorted(problems.found))
    steps: list[Step] = []
    said: set[Words] = set()
    for first in range(0, len(ready), BATCH):
        batch = ready[first : first + BATCH]
        async with database.read() if dry_run else database.write() as session:
            said |= await find_twins(session, batch)
            for each in batch:
                is_twin = words_of(each) in said
                step = await _step(session, each, people, now, is_twin, dry_run=dry_run)
                if step.fate is Fate.TWIN:
                    problems.warning(each.place, "another one says the same; it is left out")
                said.add(words_of(each))
                steps.append(step)
        progress(len(steps), len(ready), "reading" if dry_run else "importing")
    return Outcome(steps, sorted(problems.found))


def _told_once(found: Sequence[Placed], people: People, problems: Problems) -> list[Placed]:
    """Those that name a pod, or may take the default one; what keeps all others out is one
    problem, however many they are.
    """
    podless = [each for each in found if each.practice.pod is None]
    why = people.home(None)
    if len(podless) < 2 or not isinstance(why, str):
        return list(found)
    said = why.removeprefix("no pod: ")
    where = commonpath([each.place.file for each in podless]) or "."
    problems.error(Place(where), f"{len(podless)} practices name no pod; {said}")
    return [each for each in found if each.practice.pod is not None]


def _ready(
    masker: Masker, found: Sequence[Placed], people: People, problems: Problems
) -> list[Ready]:
    ready: list[Ready] = []
    for placed in found:
        whose = people.whose(placed.practice)
        if isinstance(whose, str):
            problems.error(placed.place, whose)
            continue
        try:
            each = make_ready(masker, placed, whose)
        except BadInput as error:
            problems.error(placed.place, error.sentence)
            continue
        if each.masked:
            kinds = ", ".join(str(kind) for kind in each.masked)
            problems.warning(placed.place, f"masked what looks like customers' data ({kinds})")
        ready.append(each)
    return ready


async def _step(
    session: AsyncSession,
    ready: Ready,
    people: People,
    now: datetime,
    is_twin: bool,
    *,
    dry_run: bool,
) -> Step:
    look = look_at_practice if dry_run else find_practice
    practice = await look(session, ready.written.id)
    if practice is not None and practice.merged_into is not None:
        return Step(ready.place, ready.written.title, Fate.LEFT)
    if practice is None and is_twin:
        return Step(ready.place, ready.written.title, Fate.TWIN)
    if practice is None:
        return await _add(session, ready, people, now, dry_run=dry_run)
    there = list(await list_sayings(session, [practice.id]))
    parts = parts_of(ready, practice, there)
    if parts and not dry_run:
        await _change(session, practice, ready, people, now)
    return Step(ready.place, ready.written.title, Fate.CHANGED if parts else Fate.SAME, parts)


async def _add(
    session: AsyncSession, ready: Ready, people: People, now: datetime, *, dry_run: bool
) -> Step:
    written = ready.written
    over = written.ends is not None and written.ends <= now
    if over and written.state is not PracticeState.ARCHIVED:
        return Step(ready.place, written.title, Fate.LEFT)
    if not dry_run:
        practice = make(ready, now)
        session.add(practice)
        await session.flush()  # its rows refer to it
        session.add_all(new_sayings(ready, practice.id, [], _authors(ready, people), now))
        session.add(first_entry(practice))
        await session.flush()
        await index(session, practice)
        await set_timers(session, practice, {})
    return Step(ready.place, written.title, Fate.NEW)


async def _change(
    session: AsyncSession, practice: Practice, ready: Ready, people: People, now: datetime
) -> None:
    async with changing(session, practice, now) as change:
        rewrite(change, ready)
        for gone in gone_sayings(ready, change.sayings):
            change.sayings.remove(gone)
            await session.delete(gone)
        new = new_sayings(ready, practice.id, change.sayings, _authors(ready, people), now)
        change.sayings.extend(new)
        session.add_all(new)
        change.note(What.EDITED, FROM_A_FILE)


def _authors(ready: Ready, people: People) -> dict[str, str]:
    """The Slack ids of those who say it so, by name; their names may be on no roster."""
    names = {each.author for each in ready.written.sayings if each.author}
    known = {name: people.named(name, ready.whose.pod_id).user for name in names}
    return {**known, ready.whose.author_name: ready.whose.author}
