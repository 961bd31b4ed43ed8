"""Practices out of the database, as files have them."""

from collections.abc import Sequence

from bot.practices.importing import Progress, get_team, silent
from bot.practices.interchange_practice import WrittenPractice, WrittenSaying
from storage.database import Database
from storage.pods_roster import read_roster
from storage.practices import OPEN_STATES, Practice, PracticeState, Saying
from storage.practices_files import count_of_states, list_of_states
from storage.practices_reading import list_sayings
from storage.topics import Topic

BATCH = 200


async def export_practices(
    database: Database, *, archived: bool = False, progress: Progress = silent
) -> list[WrittenPractice]:
    """What is shared or verified, and with `archived` what is archived too, by age. Never a
    draft: it is its author's alone. Raises `Misconfigured` where no pod is known.
    """
    team = await get_team(database)
    states = OPEN_STATES | ({PracticeState.ARCHIVED} if archived else set())
    found: list[WrittenPractice] = []
    async with database.read() as session:
        pods = (await read_roster(session, team)).pods.values()
        keys = {pod.id: pod.key for pod in pods}
        total, after = await count_of_states(session, team, states), None
        while batch := await list_of_states(session, team, states, after, BATCH):
            after = batch[-1].id
            sayings = await list_sayings(session, [each.id for each in batch])
            for each in batch:
                found.append(_written(each, sayings, keys.get(each.pod_id)))
            progress(len(found), max(total, len(found)), "exporting")
    return found


def _written(practice: Practice, sayings: Sequence[Saying], pod: str | None) -> WrittenPractice:
    return WrittenPractice(
        key=str(practice.id),
        title=" ".join(practice.title.split()),
        situation=practice.situation,
        what_worked=practice.what_worked,
        sayings=tuple(
            _saying(each, practice) for each in sayings if each.practice_id == practice.id
        ),
        topics=tuple(Topic(topic) for topic in practice.topics),
        language=practice.language,
        scope=practice.scope,
        state=practice.state,
        author=_name(practice.author_name),
        helper=_name(practice.helper_name),
        link=practice.link,
        pod=pod,
        ends=practice.ends_at,
    )


def _saying(saying: Saying, practice: Practice) -> WrittenSaying:
    own = saying.author_name == practice.author_name
    text = " ".join(saying.text.split())
    return WrittenSaying(saying.language, text, None if own else _name(saying.author_name))


def _name(name: str | None) -> str | None:
    """On one line, without what would end it there."""
    return " ".join((name or "").split()).replace("): ", ") ") or None
