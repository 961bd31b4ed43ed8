"""What is stored of one person, and nothing of others."""

import json

import pytest
from sqlalchemy import update

from bot.people.errors import NothingKnown
from bot.people.exporting import export_person
from storage.huddles import Huddle
from storage.persons_export import TABLES
from tests.bot.people.traces import LEAVER, NAME, SECRET, busy_life
from tests.bot.practices.scene import Store


async def test_every_table_that_names_them_is_there_with_their_own_words(store: Store) -> None:
    before = await busy_life(store)
    found = await export_person(store.database, LEAVER, store.now)
    tables = found["tables"]
    assert set(tables) == {str(each.__tablename__) for each in TABLES}
    assert {each["question"] for each in tables["ask"] if "question" in each} == {
        f"{SECRET} Asked."
    }
    assert [each["text"] for each in tables["reply"]] == [f"{SECRET} Answered."]
    assert [each["words"] for each in tables["gap"]] == ["crimson gadget"]
    assert str(before["draft"].id) in {each["id"] for each in tables["practice"]}
    assert tables["member"][0]["name"] == NAME
    assert json.loads(json.dumps(found)) == found


async def test_nobody_else_is_named_in_it(store: Store) -> None:
    await busy_life(store)
    told = json.dumps(await export_person(store.database, LEAVER, store.now))
    for other in ("UMAYA", "Maya R.", "UINES", "Ines V.", "Three customers in Ramona", "hooks"):
        assert other not in told, other


async def test_where_they_were_expected_among_others_is_theirs_too(store: Store) -> None:
    await busy_life(store)
    async with store.database.write() as session:
        nobodys = {"runs_it": "UCARA", "changed_by": "UCARA"}
        await session.execute(update(Huddle).values(people=["UMAYA", LEAVER], **nobodys))
    (huddle,) = (await export_person(store.database, LEAVER, store.now))["tables"]["huddle"]
    assert huddle["slot"] == "mon"
    assert "people" not in huddle
    assert "UCARA" not in str(huddle)


async def test_many_rows_come_in_several_batches(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await busy_life(store)
    whole = await export_person(store.database, LEAVER, store.now)
    monkeypatch.setattr("bot.people.exporting.BATCH", 1)
    assert await export_person(store.database, LEAVER, store.now) == whole


async def test_of_nobody_there_is_nothing(store: Store) -> None:
    with pytest.raises(NothingKnown):
        await export_person(store.database, "U0NOBODY", store.now)
