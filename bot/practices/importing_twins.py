"""What a file says in the same words as another one, or as a practice that is there already."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

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


async def find_twins(session: AsyncSession, batch: Sequence[Ready]) -> set[Words]:
    """What live practices say whose title stands in the batch."""
    teams = {each.whose.team for each in batch}
    titles = {each.written.title for each in batch}
    there = [practice for team in teams for practice in await list_titled(session, team, titles)]
    return {
        Words(each.pod_id, *map(_plain, (each.title, each.situation, each.what_worked)))
        for each in there
    }


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
