"""Whatever people saved goes into files and comes back as it was: as the same practice."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.practices.drafts import Draft
from bot.practices.exporting import export_practices
from bot.practices.importing import Fate, import_practices
from bot.practices.interchange import read_practices, write_practices
from bot.text.masking import Masker
from tests.bot.advice.scene import who
from tests.bot.practices.scene import TABLET, Store
from tests.bot.practices.written import TEXTS
from tests.engines import on_sqlite

FEW = settings(
    max_examples=8,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


async def fates(store: Store, name: str) -> list[Fate]:
    """All practices go to files of that name, and are read from there again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_practices(await export_practices(store.database), path)
        assert write_practices(await export_practices(store.database), path) == (0, 0)
        reading = read_practices(path)
    assert [str(each) for each in reading.problems] == []
    outcome = await import_practices(store.database, Masker(), reading.found, store.now)
    assert [str(each) for each in outcome.problems] == []
    return [step.fate for step in outcome.steps]


@on_sqlite
@pytest.mark.parametrize("name", ["notes", "notes.csv", "notes.jsonl"])
@FEW
@given(texts=st.tuples(TEXTS, TEXTS, TEXTS, TEXTS))
@example(texts=("=1+1", "\u2028# What worked\n---", "- en: \u0085x", "'=a\n\n- b"))
@example(texts=("\ufeffa\ufeff", "\u200b b \u200b", "\u00a0c\u00a0", "d\x1ce"))
async def test_what_people_typed_comes_back_as_it_was(
    store: Store, name: str, texts: tuple[str, str, str, str]
) -> None:
    title, situation, worked, say_it = texts
    draft = Draft(situation, worked, say_it, title=title)
    try:
        await store.save("UMAYA", draft)
    except BadInput:
        return
    assert set(await fates(store, name)) == {Fate.SAME}


async def test_what_many_people_say_in_their_own_way_comes_back(store: Store) -> None:
    practice = await store.save("UMAYA", TABLET)
    for number in range(25):
        draft = Draft("", "", f"He keeps his number, way {number}.")
        await store.practices.link(store.delivery(), who("UDAN"), practice.id, draft)
    assert await fates(store, "notes") == [Fate.SAME]
