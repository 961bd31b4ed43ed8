"""Whatever people type, practices show it as words: no smuggled mention, every limit held."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.practices import (
    adding_form,
    home,
    lists,
    modals,
    same_form,
    views,
    whispers,
    whole,
    words,
)
from bot.practices.drafts import Added, Draft
from bot.practices.facts import (
    Author,
    Credit,
    Difference,
    Entry,
    Refused,
    Shown,
    Used,
    Waiting,
    Whole,
)
from bot.practices.found import Missing, Results
from bot.practices.words import Editing, From
from bot.text.kit import Block, Card
from bot.workspace.blocks import blocks_too_long, check_blocks, check_view
from storage.practices import Practice, PracticeState, Scope, Word
from storage.practices_tending import Against
from tests.bot.advice.test_views_hostile import anything, people_type
from tests.bot.practices.samples import (
    NOW,
    sample_change,
    sample_practice,
    sample_saying,
    sample_whole,
)

# Hypothesis warns where it would print 40,000 characters, and these tests draw them on purpose.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
unhurried = settings(deadline=None, max_examples=40)
OURS = re.compile(r"<@U0MAYA>|<!date\^\d+\^[^|<>]*\|[^|<>]*>|<https://ok\.example[^|<>]*\|[^<>]*>")


@st.composite
def practices(draw: st.DrawFn) -> Practice:
    return sample_practice(
        id=UUID(int=draw(st.integers(1, 99))),
        title=draw(people_type)[:120],
        situation=draw(anything),
        what_worked=draw(anything),
        state=draw(st.sampled_from(PracticeState)),
        scope=draw(st.sampled_from(Scope)),
        topics=draw(st.lists(st.sampled_from(["network", "billing", "unheard"]), unique=True)),
        author_name=draw(people_type)[:120],
        helper_name=draw(st.one_of(st.none(), people_type.map(lambda typed: typed[:120]))),
        suspended_at=draw(st.sampled_from([None, NOW])),
        ends_at=draw(st.sampled_from([None, NOW + timedelta(days=3)])),
        version=draw(st.integers(1, 9)),
    )


@st.composite
def shown_practices(draw: st.DrawFn) -> Shown:
    saying = sample_saying(text=draw(anything), author_name=draw(people_type))
    return Shown(draw(practices()), draw(st.sampled_from([None, saying])))


def smuggled(text: str) -> list[str]:
    return re.findall(r"<[^>]*>", OURS.sub("", text))


def mrkdwn(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        holders = [block.get("text"), *block.get("elements", [])]
        yield from (each["text"] for each in holders if each and each.get("type") == "mrkdwn")


def check_card(shown: Card) -> None:
    assert shown.text.strip()
    assert len(shown.text) <= 4000
    assert not check_blocks(shown.blocks, "message")
    assert not blocks_too_long(shown.blocks)
    for text in (shown.text, *mrkdwn(shown.blocks)):
        assert not smuggled(text)
        assert "\x00" not in text


def check_form(view: Block) -> None:
    assert not check_view(view)
    assert not [each for text in mrkdwn(view["blocks"]) for each in smuggled(text)]


@unhurried
@given(st.lists(shown_practices(), min_size=1, max_size=3), anything, st.booleans())
def test_what_is_found_used_and_put_into_threads_shows_words_as_words(
    found: list[Shown], typed: str, is_gap: bool
) -> None:
    different = [
        Shown(sample_practice(**_said(each), id=UUID(int=place)), each.saying)
        for place, each in enumerate(found, 1)
    ]
    check_card(views.found(Results(typed, tuple(different), is_gap), NOW))
    check_card(views.nothing_found(typed))
    check_card(views.to_use(Used(found[0], UUID(int=1), "C1", "https://ok.example/1"), NOW))
    check_card(views.in_thread(found[0], typed, UUID(int=3)))


@unhurried
@given(shown_practices(), people_type)
def test_short_answers_and_lists_show_words_as_words(shown: Shown, typed: str) -> None:
    check_card(whispers.it_helped(shown, "U0NICK"))
    check_card(whispers.thanked(shown, "U0NICK"))
    check_card(whispers.saved(shown.practice))
    check_card(whispers.still_holds(shown.practice))
    check_card(whispers.archived(shown.practice))
    check_card(whispers.added(shown.practice))
    check_card(whispers.linked(shown.practice, with_words=True, masked=True))
    check_card(whispers.refused(Refused(shown.practice, True), Word.WRONG))
    check_card(lists.top_card([shown]))
    check_card(lists.gaps_card([Missing(UUID(int=1), typed[:300], 2, 2, NOW)], NOW))


@unhurried
@given(shown_practices(), anything, people_type)
def test_forms_keep_slacks_rules_for_any_words(shown: Shown, typed: str, name: str) -> None:
    draft = Draft(typed, typed, typed, title=name)
    made = From("C1", "C2", "1.2", UUID(int=1), None, "U1", name[:120], "https://ok.example/1")
    editing = Editing(UUID(int=1), 2)
    check_form(modals.save_form(draft))
    check_form(modals.save_form(draft, made, [shown], NOW))
    check_form(modals.edit_form(sample_whole(practice=shown.practice), "U0MAYA"))
    changed = [Difference("situation", typed, typed[::2])]
    check_form(modals.edit_again(draft, editing, name, changed))
    check_form(modals.refuse_form(shown.practice, "C1"))


@unhurried
@given(practices(), st.lists(anything, max_size=30), people_type)
def test_the_whole_keeps_slacks_rules_for_any_words(
    practice: Practice, typed: list[str], name: str
) -> None:
    sayings = [sample_saying(text=each, author_name=name) for each in typed]
    entries = [
        Entry(
            sample_change(version=place, who_name=name, why=each[:500]),
            tuple(Difference("what_worked", each, other) for other in typed),
        )
        for place, each in enumerate(typed, 1)
    ]
    credits_ = [Credit("U1", name), Credit("U2", f"{name}2")]
    for may in (True, False):
        shown = Whole(practice, sayings, entries, credits=credits_, may_edit=may, may_verify=may)
        check_form(whole.whole_modal(shown, NOW))
        check_form(same_form.choose_form(shown))
        check_form(same_form.both_form(shown, shown))


@unhurried
@given(st.lists(shown_practices(), max_size=7))
def test_home_keeps_slacks_rules_for_any_words(shown: list[Shown]) -> None:
    said = [each.practice.situation for each in shown]
    against = tuple(Against(UUID(int=1), why[:120], Word.OLD, why) for why in said)
    waiting = [Waiting(each, against) for each in shown]
    section = home.home_section(Author(tuple(shown)), waiting)
    assert not check_blocks(section, "home")
    assert not [each for text in mrkdwn(section) for each in smuggled(text)]


@unhurried
@given(shown_practices())
def test_the_form_for_a_way_to_say_it_keeps_slacks_rules_for_any_words(shown: Shown) -> None:
    check_form(adding_form.add_form(shown.practice, "C1"))
    for is_new in (True, False):
        check_card(whispers.said_too(Added(shown.practice, is_new=is_new)))


def test_help_and_the_offer_after_a_bulb_are_what_slack_takes() -> None:
    check_card(whispers.help_card())
    check_card(whispers.offered(words.place_value("C1", "1.2")))


def _said(shown: Shown) -> dict[str, object]:
    told = shown.practice
    return {"title": told.title, "what_worked": told.what_worked, "helper_name": told.helper_name}
