"""What queries show and what rules allow are the same, for every scope, state and reader."""

import itertools
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from bot.practices.rules import may_see
from storage.database import Database
from storage.pods import Market, Organisation, Pod, get_pod
from storage.practices import Practice, PracticeChange, PracticeState, Reach, Scope
from storage.practices_reach import visible
from storage.practices_reading import list_family
from tests.fakes import START


def practice(pod: Pod, number: int, **more: Any) -> Practice:
    values = {"author": "UA", "owner": "UA", "author_name": "A"} | more
    return Practice(
        team_id=pod.team_id,
        pod_id=pod.id,
        title=str(number),
        situation="s",
        what_worked="w",
        created_at=START,
        updated_at=START,
        **values,
    )


async def two_markets(database: Database) -> list[Pod]:
    """Two pods of one market, one of them a partner's, and one of another market."""
    here, there = (Market(key=key, name=key, timezone="America/Detroit") for key in "ab")
    kinds = ((here, Organisation.OWN), (here, Organisation.PARTNER), (there, Organisation.OWN))
    pods = [
        Pod(team_id="T1", key=str(number), name="P", market_id=market.id, organisation=kind)
        for number, (market, kind) in enumerate(kinds)
    ]
    pods.append(Pod(team_id="T2", key="x", name="P", market_id=here.id))
    async with database.write() as session:
        session.add_all([here, there])
    async with database.write() as session:
        session.add_all(pods)
    return pods


def was_shared(practice: Practice) -> PracticeChange:
    """The entry of a change that found it shared."""
    before = {"state": PracticeState.SHARED}
    return PracticeChange(
        practice_id=practice.id, version=2, at=practice.created_at, what="archived", before=before
    )


async def test_the_query_and_the_rule_agree_on_who_sees_what(database: Database) -> None:
    pods = await two_markets(database)
    several = itertools.product(pods, Scope, PracticeState)
    practices = [
        practice(pod, number, scope=scope, state=state)
        for number, (pod, scope, state) in enumerate(several)
    ]
    opened = practices[::3]
    async with database.write() as session:
        session.add_all(practices)
    async with database.write() as session:
        session.add_all([was_shared(each) for each in opened])
    seen: dict[str, set[UUID]] = {}
    async with database.read() as session:
        for pod, user in itertools.product(pods, ("UA", "UB")):
            partner = pod.organisation is Organisation.PARTNER
            reach = Reach(pod.team_id, user, pod.id, pod.market_id, partner)
            rows = await session.scalars(select(col(Practice.id)).where(*visible(reach)))
            seen[f"{pod.key}{user}"] = set(rows)
            allowed = {
                each.id
                for each in practices
                if may_see(
                    each,
                    await get_pod(session, each.pod_id),
                    reach,
                    opened=each in opened or each.state is not PracticeState.ARCHIVED,
                )
            }
            assert seen[f"{pod.key}{user}"] == allowed
    assert len(seen["0UB"]) < len(seen["0UA"]), "drafts"
    assert len(seen["1UB"]) < len(seen["0UB"]), "partners see less"
    assert seen["xUA"].isdisjoint(seen["0UA"])


async def test_even_a_circle_of_merges_has_an_end(database: Database) -> None:
    (pod, *_) = await two_markets(database)
    one, two = practice(pod, 1), practice(pod, 2)
    async with database.write() as session:
        session.add_all([one, two])
    async with database.write() as session:
        one.merged_into, two.merged_into = two.id, one.id
        await session.merge(one)
        await session.merge(two)
    async with database.read() as session:
        assert set(await list_family(session, [one.id])) == {one.id, two.id}
