"""What a file says in the same words as another file, or as a practice that is there already."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.pods.problems import Place, Problems
from bot.practices.importing_words import Ready
from storage.practices_files import list_titled


class Words(NamedTuple):
    """By which twins are known: whose they are, and all that they say but for capitals."""

    pod_id: UUID
    title: str
    situation: str
    what_worked: str


def words_of(ready: Ready) -> Words:
    """Of a practice from a file."""
    written = ready.written
    texts = (written.title, written.situation, written.what_worked)
    return Words(ready.whose.pod_id, *map(_plain, texts))


def without_twins(ready: Iterable[Ready], problems: Problems) -> list[Ready]:
    """The first of those that say the same under other keys; a warning names each other one."""
    first: dict[Words, Place] = {}
    kept: list[Ready] = []
    for each in ready:
        there = first.setdefault(words_of(each), each.place)
        if there is each.place:
            kept.append(each)
        else:
            problems.warning(each.place, f"says the same as {there}; it is left out")
    return kept


async def find_twins(session: AsyncSession, batch: Sequence[Ready]) -> Mapping[Words, UUID]:
    """The live practices that say the same as one of the batch."""
    teams = {each.whose.team for each in batch}
    titles = {each.written.title for each in batch}
    there = [practice for team in teams for practice in await list_titled(session, team, titles)]
    twins: dict[Words, UUID] = {}
    for each in there:
        texts = (each.title, each.situation, each.what_worked)
        twins.setdefault(Words(each.pod_id, *map(_plain, texts)), each.id)
    return twins


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
