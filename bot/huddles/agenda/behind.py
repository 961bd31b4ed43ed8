"""What stands behind the lines of an agenda: what a practice says, and what worked for a question.

It is looked up when somebody reads it, and kept nowhere: it says what holds now.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.agenda.unnamed import unnamed
from bot.huddles.agenda.week import reach_of
from storage.huddles import AgendaItem, ItemSource
from storage.huddles_gathering import Answered, list_answers, map_what_worked
from storage.pods import PodInMarket


async def look_behind(
    session: AsyncSession, place: PodInMarket, items: Sequence[AgendaItem]
) -> dict[UUID, str]:
    """By item, what worked; of what there is nothing of, nothing. Nobody is named."""
    ours = [each for each in items if each.source is not ItemSource.MEMBER]
    practices = {each.id: _ids(each.refs, "practice") for each in ours}
    asks = {each.id: [*_ids(each.refs, "ask"), *_ids(each.refs, "asks")] for each in ours}
    said = await map_what_worked(session, reach_of(place), _all(practices))
    answers = await list_answers(session, _all(asks))
    found: dict[UUID, str] = {}
    for item in ours:
        worked = [said.get(each, "") for each in practices[item.id]]
        worked += [_without_names(answers[each]) for each in asks[item.id] if each in answers]
        if text := next(filter(None, worked), ""):
            found[item.id] = text
    return found


def _ids(refs: Mapping[str, object], name: str) -> list[UUID]:
    found = refs.get(name) or []
    return [UUID(str(each)) for each in (found if isinstance(found, list) else [found])]


def _all(several: Mapping[UUID, Iterable[UUID]]) -> set[UUID]:
    return {each for ids in several.values() for each in ids}


def _without_names(answer: Answered) -> str:
    text = answer.text
    for name in answer.names:
        text = unnamed(text, name)
    return text
