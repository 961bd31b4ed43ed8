"""Practices from files into the database and back: twice is once, and what changed is changed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from bot.errors import Misconfigured
from bot.pods.problems import Place
from bot.practices.drafts import Draft, Fields
from bot.practices.exporting import export_practices
from bot.practices.facts import What
from bot.practices.importing import Fate, Outcome, import_practices
from bot.practices.interchange import Placed, read_practices, write_practices
from bot.practices.interchange_practice import WrittenPractice, WrittenSaying
from bot.practices.sample import FOLDER
from bot.text.masking import Masker
from storage.database import Database
from storage.pods import Member
from storage.practices import Practice, PracticeChange, PracticeState, Saying, Scope
from storage.practices_index import PracticeIndex
from storage.timers import Timer
from storage.topics import Topic
from tests.bot.advice.scene import who
from tests.bot.practices.scene import TABLET, Store

ENGLISH = WrittenSaying("en", "Our engineers are there and expect it back by nine.")
SPANISH = WrittenSaying("es", "Los técnicos ya están ahí y vuelve a las nueve.", "Ana Ruiz")
OUTAGE = WrittenPractice(
    key="outage",
    title="Outage with a cause",
    situation="Nobody here has service.",
    what_worked="Say the cause, who is on it, and the hour.",
    sayings=(ENGLISH, SPANISH),
    topics=(Topic.NETWORK,),
    language="en",
    state=PracticeState.VERIFIED,
    author="Dan K.",
    helper="Somebody Else",
    pod="sd",
)


async def imported(store: Store, *written: WrittenPractice, **options: Any) -> Outcome:
    found = [Placed(Place(f"{each.key}.md", 1), each) for each in written]
    return await import_practices(store.database, Masker(), found, store.now, **options)


async def fates(
    store: Store, *written: WrittenPractice, **options: Any
) -> list[tuple[str, Sequence[str]]]:
    outcome = await imported(store, *written, **options)
    assert [str(each) for each in outcome.problems] == []
    return [(step.fate, step.parts) for step in outcome.steps]


async def problems(store: Store, *written: WrittenPractice, **options: Any) -> list[str]:
    outcome = await imported(store, *written, **options)
    return [str(each) for each in outcome.problems]


async def texts(store: Store) -> set[str]:
    return {each.text for each in await store.all(Saying)}


async def test_a_practice_comes_in_with_its_people_its_sayings_and_its_history(
    store: Store,
) -> None:
    assert await fates(store, OUTAGE) == [(Fate.NEW, ())]
    practice = await store.practice(OUTAGE.id)
    (entry,) = await store.all(PracticeChange)
    by_language = {each.language: each for each in await store.all(Saying)}
    assert (practice.author, practice.author_name, practice.owner) == ("UDAN", "Dan K.", "UDAN")
    assert (practice.helper, practice.helper_name) == (None, "Somebody Else")
    assert practice.state is PracticeState.VERIFIED
    assert practice.verified_at == store.now
    assert (entry.what, entry.version, entry.who) == (What.SAVED, 1, "UDAN")
    assert by_language["en"].author == "UDAN"
    assert by_language["es"].author == "UANA"
    assert [timer.subject for timer in await store.all(Timer)] == [f"practice:{practice.id}"]
    whole = await store.practices.show(who("UMAYA"), practice.id)
    assert len(whole.sayings) == 2


async def test_the_same_files_again_change_nothing(store: Store) -> None:
    await imported(store, OUTAGE)
    store.step(3600)
    assert await fates(store, OUTAGE) == [(Fate.SAME, ())]
    assert (await store.practice(OUTAGE.id)).version == 1
    assert len(await store.all(PracticeChange)) == 1
    assert len(await store.all(Saying)) == 2


async def test_a_changed_file_changes_that_practice_and_can_be_undone(store: Store) -> None:
    other = replace(OUTAGE, key="other", title="Another")
    await imported(store, OUTAGE, other)
    reworded = WrittenSaying("en", "It is back at nine.")
    changed = replace(OUTAGE, what_worked="Name the hour first.", sayings=(reworded, SPANISH))
    assert await fates(store, changed, other) == [
        (Fate.CHANGED, ("what_worked", "sayings")),
        (Fate.SAME, ()),
    ]
    practice = await store.practice(OUTAGE.id)
    assert (practice.version, practice.what_worked) == (2, "Name the hour first.")
    mine = {each.text for each in await store.all(Saying) if each.practice_id == practice.id}
    assert mine == {reworded.text, SPANISH.text}
    await store.practices.undo(store.delivery(), who("UDAN"), practice.id, 2)
    assert (await store.practice(OUTAGE.id)).what_worked == OUTAGE.what_worked
    assert await fates(store, OUTAGE) == [(Fate.SAME, ())]


async def test_what_people_said_in_podline_stays_when_the_file_does_not_have_it(
    store: Store,
) -> None:
    await imported(store, OUTAGE)
    own = Fields(say_it="Nine tonight, says the crew.")
    await store.practices.edit(store.delivery(), who("UDAN"), OUTAGE.id, 1, own)
    assert await fates(store, OUTAGE) == [(Fate.SAME, ())]
    assert "Nine tonight, says the crew." in await texts(store)


async def test_a_saying_that_was_reworded_in_podline_does_not_stand_in_the_files_way(
    store: Store,
) -> None:
    await imported(store, OUTAGE)
    (saying,) = (each for each in await store.all(Saying) if each.language == "en")
    mine = Fields(say_it="Back by nine, they say.", saying_id=saying.id)
    await store.practices.edit(store.delivery(), who("UDAN"), OUTAGE.id, 1, mine)
    assert await fates(store, OUTAGE) == [(Fate.CHANGED, ("sayings",))]
    assert await texts(store) == {"Back by nine, they say.", ENGLISH.text, SPANISH.text}
    assert await fates(store, OUTAGE) == [(Fate.SAME, ())]


async def test_a_dry_run_says_what_would_be_done_and_does_nothing(store: Store) -> None:
    assert await fates(store, OUTAGE, dry_run=True) == [(Fate.NEW, ())]
    assert await store.all(Practice) == []
    await imported(store, OUTAGE)
    changed = replace(OUTAGE, title="Otherwise", scope=Scope.COMPANY)
    assert await fates(store, changed, dry_run=True) == [(Fate.CHANGED, ("title", "scope"))]
    assert (await store.practice(OUTAGE.id)).title == OUTAGE.title


async def test_where_anything_is_wrong_nothing_is_imported(store: Store) -> None:
    wrong = [
        replace(OUTAGE, key="a", pod="sdd"),
        replace(OUTAGE, key="b", pod=None),
        replace(OUTAGE, key="c", author="Nobody Known", state=PracticeState.DRAFT),
        OUTAGE,
    ]
    assert await problems(store, *wrong) == [
        "a.md:1: unknown pod 'sdd': did you mean sd?",
        "b.md:1: no pod: add one, as in pod: dt, or give --pod for all that have none",
        "c.md:1: a draft is its author's alone, and Nobody Known is on no roster",
    ]
    assert await store.all(Practice) == []


async def test_who_is_on_no_roster_is_credited_and_a_coach_looks_after_it(store: Store) -> None:
    await imported(store, replace(OUTAGE, author="Old Hand", pod=None), default_pod="sd")
    practice = await store.practice(OUTAGE.id)
    assert (practice.author, practice.author_name, practice.owner) == ("", "Old Hand", "UCARA")


async def test_an_author_of_another_pod_is_found_and_one_who_left_is_only_credited(
    store: Store,
) -> None:
    async with store.database.write() as session:
        dan = update(Member).where(col(Member.user) == "UDAN")
        await session.execute(dan.values(left_at=store.now))
    await imported(store, OUTAGE, replace(OUTAGE, key="other", title="Another", author="olga d."))
    left = await store.practice(OUTAGE.id)
    authors = {each.author for each in await store.all(Practice)}
    assert authors == {"", "UOLGA"}
    assert (left.author_name, left.owner) == ("Dan K.", "UCARA")


async def test_customers_data_is_masked_and_told(store: Store) -> None:
    card = replace(OUTAGE, what_worked="She paid with 4111 1111 1111 1111, and it was declined.")
    (warning,) = await problems(store, card)
    assert warning.startswith("outage.md:1: warning: masked what looks like customers' data")
    assert "4111" not in (await store.practice(OUTAGE.id)).what_worked
    outcome = await imported(store, card)
    assert [step.fate for step in outcome.steps] == [Fate.SAME]


async def test_words_that_nobody_verified_are_not_verified(store: Store) -> None:
    await imported(store, OUTAGE)
    still = replace(OUTAGE, situation="No service anywhere.")
    await imported(store, still)
    assert (await store.practice(OUTAGE.id)).state is PracticeState.VERIFIED
    await imported(store, replace(still, title="New", state=PracticeState.SHARED))
    practice = await store.practice(OUTAGE.id)
    assert (practice.state, practice.verified_at) == (PracticeState.SHARED, None)


async def test_what_was_decided_in_podline_is_not_undone_by_the_file(store: Store) -> None:
    await imported(store, OUTAGE)
    await store.practices.archive(store.delivery(), who("UDAN"), OUTAGE.id)
    assert await fates(store, OUTAGE) == [(Fate.SAME, ())]
    assert (await store.practice(OUTAGE.id)).state is PracticeState.ARCHIVED


async def test_what_was_merged_or_is_over_is_left_alone(store: Store) -> None:
    other = replace(OUTAGE, key="other", title="Another")
    await imported(store, OUTAGE, other)
    await store.practices.merge(store.delivery(), who("UDAN"), other.id, OUTAGE.id)
    over = replace(OUTAGE, key="over", title="Over", ends=store.now - timedelta(hours=1))
    changed = replace(OUTAGE, title="Changed")
    assert await fates(store, changed, over) == [(Fate.LEFT, ()), (Fate.LEFT, ())]


async def test_what_is_exported_comes_back_as_it_was(store: Store, tmp_path: Path) -> None:
    await imported(store, OUTAGE)
    own = Draft(situation="A line break.", what_worked="One\n\n# two", say_it="Said\non two lines.")
    await store.save(draft=own)
    await store.save(state=PracticeState.DRAFT)
    for name in ("folder", "notes.csv", "notes.jsonl"):
        write_practices(await export_practices(store.database), tmp_path / name)
        reading = read_practices(tmp_path / name)
        assert len(reading.found) == 2
        assert await fates(store, *reading.practices) == [(Fate.SAME, ())] * 2
    exported = {each.id: each for each in reading.practices}
    assert replace(exported[OUTAGE.id], key="outage") == OUTAGE


async def test_archived_ones_are_exported_only_where_they_are_asked_for(store: Store) -> None:
    await imported(store, replace(OUTAGE, state=PracticeState.ARCHIVED))
    assert await export_practices(store.database) == []
    assert len(await export_practices(store.database, archived=True)) == 1


async def test_a_draft_is_never_exported_archived_or_not(store: Store) -> None:
    draft = await store.save("UMAYA", state=PracticeState.DRAFT)
    store.step(1)
    await store.practices.archive(store.delivery(), who("UMAYA"), draft.id)
    shared = await store.save("UMAYA", draft=TABLET)
    store.step(1)
    await store.practices.archive(store.delivery(), who("UMAYA"), shared.id)
    exported = await export_practices(store.database, archived=True)
    assert [each.key for each in exported] == [str(shared.id)]


async def test_the_sample_comes_in_whole_and_the_bar_goes_to_the_end(store: Store) -> None:
    seen: list[tuple[int, int]] = []
    found = [each for each in read_practices(FOLDER).found if each.practice.pod is None]
    outcome = await import_practices(
        store.database,
        Masker(),
        found,
        store.now,
        default_pod="sd",
        progress=lambda done, total, what: seen.append((done, total)),
    )
    assert outcome.problems == []
    assert outcome.count(Fate.NEW) == len(found) == 87
    assert seen == [(50, 87), (87, 87)]
    async with store.database.read() as session:
        indexed = await session.scalars(select(func.count()).select_from(PracticeIndex))
        assert indexed.one() == 87


async def test_without_a_pod_nothing_can_be_imported(database: Database) -> None:
    with pytest.raises(Misconfigured, match=r"the roster comes first.*podline pods apply"):
        await import_practices(database, Masker(), [], Store(database).now)
