"""A practice is made of what a huddle talked about: the huddle hears which one, however saved."""

from dataclasses import replace
from uuid import uuid4

import pytest

from bot.practices import words
from bot.practices.drafts import Alike, Saved, TalkedAbout
from handlers.payloads import Submission
from handlers.practices_forms import sent_save
from handlers.practices_opening import form_of_item
from tests.bot.advice.scene import who
from tests.bot.practices.scene import OUTAGE, TABLET, Store

ABOUT = TalkedAbout(uuid4(), uuid4())
TALKED = replace(OUTAGE, talked_about=ABOUT)


async def test_the_huddle_hears_of_a_new_one_and_of_nothing_that_was_not_saved(
    store: Store,
) -> None:
    first = await store.save(draft=TALKED)
    assert store.noted == [(*ABOUT, first.id, who("UMAYA"))]
    store.finder.score = 1.0
    alike = await store.practices.save(store.delivery(), who("UDAN"), TALKED)
    assert isinstance(alike, Alike)
    assert len(store.noted) == 1
    assert alike.draft.talked_about == ABOUT


@pytest.mark.parametrize("merges", [True, False])
async def test_where_there_is_one_already_the_huddle_hears_of_that(
    store: Store, merges: bool
) -> None:
    first = await store.save()
    draft = replace(TABLET, talked_about=ABOUT)
    merge, link = (first.id, None) if merges else (None, first.id)
    saved = await store.practices.save(
        store.delivery(), who("UMAYA"), draft, merge_into=merge, link_to=link
    )
    assert isinstance(saved, Saved)
    assert store.noted == [(*ABOUT, first.id, who("UMAYA"))]


async def test_what_is_typed_by_hand_belongs_to_no_huddle(store: Store) -> None:
    await store.save()
    assert store.noted == []


async def test_the_form_of_an_item_has_its_words_and_remembers_it_until_it_is_sent(
    store: Store,
) -> None:
    text = "Ramona outage, call 619-555-0142"
    form = await form_of_item(store.practices, text, "CHOME", *ABOUT)
    made = words.read_from(form["private_metadata"])
    assert (made.huddle, made.item, made.there) == (*ABOUT, "CHOME")
    assert "Ramona outage" in str(form["blocks"])
    assert "0142" not in str(form["blocks"])
    typed = {words.SITUATION: OUTAGE.situation, words.WHAT_WORKED: OUTAGE.what_worked}
    sent = Submission(
        *(store.delivery(), who("UMAYA"), words.SAVE_FORM, typed),
        *(form["private_metadata"], "V1"),
    )
    await sent_save(store.practices, sent)
    assert [each[:2] for each in store.noted] == [tuple(ABOUT)]
