"""Merged, changed, archived and taken back in any order: a family of practices stays consistent."""

from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.errors import PodlineError
from bot.practices.drafts import Fields
from bot.practices.indexing import written
from storage.practices import Practice, PracticeState, Saying
from storage.practices_index import PracticeIndex
from tests.bot.advice.scene import who
from tests.bot.practices.scene import Store
from tests.engines import on_sqlite

MEMBERS = 4
COACH = who("UCARA")
ONE = st.integers(0, MEMBERS - 1)
DEEDS = st.one_of(
    st.tuples(st.just("merge"), ONE, ONE),
    st.tuples(st.sampled_from(["undo", "archive", "edit", "confirm"]), ONE, ONE),
)
FEW = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Family:
    """Four practices, each with a way to say it."""

    def __init__(self, store: Store, practices: list[Practice]) -> None:
        self.store, self.ids = store, [each.id for each in practices]
        self.refused = 0

    async def do(self, deed: str, one: int, other: int) -> None:
        """Whatever is refused changes nothing."""
        self.store.step(1)
        try:
            await self._do(deed, self.ids[one], self.ids[other])
        except PodlineError:
            self.refused += 1

    async def _do(self, deed: str, one: UUID, other: UUID) -> None:
        practices, delivery = self.store.practices, self.store.delivery()
        version = (await self.rows())[one].version
        if deed == "merge":
            await practices.merge(delivery, COACH, one, other)
        elif deed == "undo":
            await practices.undo(delivery, COACH, one, version)
        elif deed == "archive":
            await practices.archive(delivery, COACH, one)
        elif deed == "confirm":
            await practices.confirm(delivery, COACH, one)
        else:
            worked = Fields(what_worked=f"Changed at {self.store.now}.")
            await practices.edit(delivery, COACH, one, version, worked)

    async def rows(self) -> dict[UUID, Practice]:
        return {each.id: each for each in await self.store.all(Practice) if each.id in self.ids}

    async def sayings(self) -> list[Saying]:
        return [each for each in await self.store.all(Saying) if each.practice_id in self.ids]


@on_sqlite
@FEW
@given(deeds=st.lists(DEEDS, max_size=10))
async def test_whatever_is_done_to_it_nobody_is_lost_and_all_lead_to_one(
    store: Store, deeds: list[tuple[str, int, int]]
) -> None:
    made = [await _save(store, number) for number in range(MEMBERS)]
    family = Family(store, made)
    for deed in deeds:
        await family.do(*deed)
    rows = await family.rows()
    ends = {each: _end(rows, each) for each in rows}
    await _check_leads(family, ends)
    for each in rows.values():
        assert each.merged_into is None or each.state is PracticeState.ARCHIVED
    assert len(await family.sayings()) == MEMBERS
    await _check_index(family, ends)


async def _save(store: Store, number: int) -> Practice:
    words = " ".join(f"{letter}{number}word" for letter in "abcdef")
    return await store.save("UMAYA", situation=words, what_worked=words, say_it=f"Say {words}.")


def _end(rows: dict[UUID, Practice], practice_id: UUID) -> UUID:
    """Where the merges lead from a practice; a circle would lead nowhere."""
    seen: list[UUID] = []
    while (into := rows[practice_id].merged_into) is not None:
        assert practice_id not in seen, "a circle"
        seen.append(practice_id)
        practice_id = into
    return practice_id


async def _check_leads(family: Family, ends: dict[UUID, UUID]) -> None:
    """Whoever opens one of them sees the one at the end, with what all of its family say."""
    sayings = await family.sayings()
    for practice_id, end in ends.items():
        whole = await family.store.practices.show(COACH, practice_id)
        theirs = {each.text for each in sayings if ends[each.practice_id] == end}
        assert whole.practice.id == end
        assert {each.text for each in whole.sayings} == theirs


async def _check_index(family: Family, ends: dict[UUID, UUID]) -> None:
    """What is found is what is shown."""
    rows, sayings = await family.rows(), await family.sayings()
    for practice_id in set(ends.values()):
        theirs = [each for each in sayings if ends[each.practice_id] == practice_id]
        merged = [
            each for each in rows.values() if ends[each.id] == practice_id and each.merged_into
        ]
        expected = set(written(rows[practice_id], theirs, merged).words)
        assert set((await _indexed(family.store, practice_id)).words.split()) == expected


async def _indexed(store: Store, practice_id: UUID) -> PracticeIndex:
    async with store.database.read() as session:
        row: Any = PracticeIndex.practice_id
        return (await session.scalars(select(PracticeIndex).where(row == practice_id))).one()
