"""Pods with practices to be searched, written past the service."""

from typing import Any
from uuid import UUID

from bot.practices.indexing import index_practice
from storage.database import Database
from storage.ids import new_id
from storage.pods import Market, Organisation, Pod
from storage.practices import Practice, Reach, Saying
from tests.fakes import START

TEAM = "T1"


async def a_pod(
    database: Database, key: str, market: UUID | None = None, partner: bool = False
) -> Pod:
    """A pod of a market of its own, or of the one that is given."""
    async with database.write() as session:
        if market is None:
            market = new_id()
            session.add(Market(id=market, key=key, name=key, timezone="America/Denver"))
            await session.flush()
        organisation = Organisation.PARTNER if partner else Organisation.OWN
        pod = Pod(team_id=TEAM, key=key, name=key, market_id=market, organisation=organisation)
        session.add(pod)
    return pod


def reach_of(pod: Pod, user: str = "U1") -> Reach:
    """A member of the pod."""
    partner = pod.organisation == Organisation.PARTNER
    return Reach(pod.team_id, user, pod.id, pod.market_id, partner)


async def a_practice(
    database: Database, pod: Pod, text: str, say: str = "", **values: Any
) -> Practice:
    """A practice of the pod that says `text`, indexed."""
    values = {"title": text[:100], "author": "U9", "owner": "U9", "author_name": "Ana"} | values
    practice = Practice(
        team_id=pod.team_id,
        pod_id=pod.id,
        situation=text,
        what_worked="",
        created_at=START,
        updated_at=START,
        **values,
    )
    async with database.write() as session:
        session.add(practice)
        await index_practice(session, practice, await _sayings(session, practice, say))
    return practice


async def _sayings(session: Any, practice: Practice, say: str) -> list[Saying]:
    if not say:
        return []
    author: dict[str, Any] = {"author": practice.author, "author_name": practice.author_name}
    saying = Saying(
        practice_id=practice.id, language=practice.language, text=say, at=START, **author
    )
    await session.flush()
    session.add(saying)
    return [saying]
