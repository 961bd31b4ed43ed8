"""Practices as they are shown: with a way to say it, what they did for others, their history."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.inbox import Person
from bot.pods.facts import Home
from bot.pods.service import get_home
from bot.practices.changes import Tools, show_practice
from bot.practices.content import as_said, differences, take_down
from bot.practices.facts import Credit, Entry, Lasting, Reuse, Shown, Whole
from bot.practices.fitting import fits_search
from bot.practices.found import Finding, Found
from bot.practices.rules import may_edit, may_verify
from bot.practices.undoable import may_undo
from storage.alerts_reading import list_live_alerts
from storage.languages import Language
from storage.practices import Practice, PracticeChange, Reach, Saying
from storage.practices_history import list_changes
from storage.practices_reading import (
    list_family,
    list_merged,
    list_practices,
    list_roots,
    list_sayings,
)
from storage.practices_uses import count_uses


async def show(tools: Tools, person: Person, practice_id: UUID) -> Whole:
    """The practice, whole; the one that it was merged into, if any. Raises `Gone`."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        practice = await show_practice(session, practice_id, home)
        family = await list_family(session, [practice.id])
        merged = await list_merged(session, [each for each in family if each != practice.id])
        sayings = await list_sayings(session, family)
        own = [each for each in sayings if each.practice_id == practice.id]
        changes = await list_changes(session, [practice.id])
        reuse = (await reuse_of(session, family)).get(practice.id, Reuse())
        undoes = await may_undo(session, practice, home)
        lasting = await list_lasting(session, home)
    return Whole(
        practice,
        distinct(sayings),
        _entries(changes, take_down(practice, own)),
        reuse,
        _credits((practice, *merged), sayings),
        may_edit(practice, home),
        may_verify(practice, home),
        undoes,
        _source_link(tools, practice),
        merged,
        lasting,
    )


async def list_lasting(session: AsyncSession, home: Home) -> list[Lasting]:
    """What goes on in somebody's market, the newest first."""
    live = await list_live_alerts(session, home.pod.team_id, [home.market.id])
    return [Lasting(each.id, each.headline) for each in live]


async def show_found(
    session: AsyncSession,
    found: Sequence[Found],
    reach: Reach,
    language: Language,
    finder: Finding | None = None,
    looked_for: str = "",
) -> list[Shown]:
    """What was found, in its order; what may not be seen (any more) is left out. With a `finder`,
    whether it fits what somebody `looked_for`; without these words, whether it may come unasked.
    """
    practices = await list_practices(session, [each.practice_id for each in found], reach)
    known = [each for each in found if each.practice_id in practices]
    shown = await show_all(session, [practices[each.practice_id] for each in known], language)
    return [
        Shown(
            one.practice,
            one.saying,
            one.reuse,
            each.score,
            finder is not None and _fits(finder, each, one.practice.title, looked_for),
            each.sure,
        )
        for one, each in zip(shown, known, strict=True)
    ]


async def show_all(
    session: AsyncSession, practices: Sequence[Practice], language: Language
) -> list[Shown]:
    """These practices in their order, each with the way to say it that fits the reader."""
    family = await list_family(session, [each.id for each in practices])
    sayings: dict[UUID, list[Saying]] = {}
    for saying in await list_sayings(session, family):
        sayings.setdefault(family[saying.practice_id], []).append(saying)
    reuse = await reuse_of(session, family)
    return [
        Shown(each, pick(sayings.get(each.id, ()), language), reuse.get(each.id, Reuse()))
        for each in practices
    ]


async def shown_instead(
    session: AsyncSession, ids: Collection[UUID], reach: Reach
) -> list[Practice]:
    """These practices, or those into which they were merged: each once, as far as somebody may
    see them.
    """
    roots = await list_roots(session, ids)
    ordered = list(dict.fromkeys(roots[each] for each in ids if each in roots))
    seen = await list_practices(session, ordered, reach)
    return [seen[each] for each in ordered if each in seen]


async def reuse_of(
    session: AsyncSession, family: Mapping[UUID, UUID], since: datetime | None = None
) -> dict[UUID, Reuse]:
    """What practices did for others, with what was merged into them; since then, if given."""
    return {
        practice_id: Reuse(*counted)
        for practice_id, counted in (await count_uses(session, family, since)).items()
    }


def pick(sayings: Sequence[Saying], language: Language) -> Saying | None:
    """The first way to say it in a language; in any, where there is none."""
    return next((each for each in sayings if each.language == language), None) or next(
        iter(sayings), None
    )


def distinct(sayings: Iterable[Saying]) -> list[Saying]:
    """Without those that say the same in the same words."""
    first: dict[str, Saying] = {}
    for each in sayings:
        first.setdefault(as_said(each.text), each)
    return list(first.values())


def _fits(finder: Finding, found: Found, title: str, looked_for: str) -> bool:
    return fits_search(finder, found, title, looked_for) if looked_for else finder.fits(found)


def _entries(changes: Sequence[PracticeChange], today: dict[str, object]) -> list[Entry]:
    """Each entry with what it changed: what it found, against what the next one found. Where
    either is no longer kept, that is not known.
    """
    after = [change.before for change in changes[1:]]
    return [
        Entry(change, tuple(differences(change.before, then)) if change.before and then else ())
        for change, then in zip(changes, (*after, today), strict=True)
    ]


def _credits(practices: Iterable[Practice], sayings: Iterable[Saying]) -> list[Credit]:
    """Whose find it is, who helped, and who found another way to say it."""
    people: dict[str, Credit] = {}
    for each in practices:
        people.setdefault(each.author, Credit(each.author, each.author_name))
        if each.helper:
            people.setdefault(each.helper, Credit(each.helper, each.helper_name or ""))
    for saying in sayings:
        people.setdefault(saying.author, Credit(saying.author, saying.author_name))
    return list(people.values())


def _source_link(tools: Tools, practice: Practice) -> str | None:
    if practice.source_channel is None or practice.source_ts is None:
        return None
    return tools.permalink(practice.source_channel, practice.source_ts)
