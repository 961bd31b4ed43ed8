"""Two practices that say the same: the other one is looked for, both are shown, one is made."""

from uuid import UUID

import pytest

from bot.errors import Outdated
from bot.practices import same_form as wire
from bot.practices import words
from bot.practices.errors import Archived, SamePractice
from bot.practices.same_form import Both, read_both
from bot.practices.words import Choice
from bot.workspace.block_surfaces import check_view
from handlers import practices_same
from handlers.payloads import Submission, Suggestion
from storage.practices import OPEN_STATES, Narrow, PracticeState
from tests.bot.practices.samples import sample_practice, sample_shown, sample_whole
from tests.handlers.test_practices import DELIVERY, MAYA, ONE, practices, pressed

TWO = UUID(int=2)


def submitted(form: str, metadata: str, other: str | None = None) -> Submission:
    return Submission(DELIVERY, MAYA, form, {wire.OTHER: other}, metadata, "V1")


async def test_the_menu_opens_the_form_and_what_is_archived_meanwhile_opens_none() -> None:
    value = words.choice_value(Choice.SAME, ONE)
    view = await pressed(practices(), words.MENU, value)
    assert check_view(view) == []
    assert view["callback_id"] == wire.CHOOSE_FORM
    archived = sample_whole(practice=sample_practice(state=PracticeState.ARCHIVED))
    with pytest.raises(Archived):
        await pressed(practices(show=archived), words.MENU, value)


async def test_it_is_not_offered_as_its_own_like() -> None:
    shown = [sample_shown(id=ONE), sample_shown(id=TWO)]
    heard = practices(suggest=shown)
    route = practices_same.routes(heard).options[wire.OTHER]
    options = await route(Suggestion(DELIVERY, MAYA, wire.OTHER, "outage", str(ONE)))
    assert [each["value"] for each in options] == [str(TWO)]
    assert Narrow(states=OPEN_STATES) in heard.asked[0], "nor is a draft"


async def test_what_leads_on_to_one_practice_is_one_already() -> None:
    route = practices_same.routes(practices()).views[wire.CHOOSE_FORM]
    with pytest.raises(SamePractice):
        await route(submitted(wire.CHOOSE_FORM, str(ONE), str(TWO)))


@pytest.mark.parametrize("other", ["", "any", "'; --"])
async def test_what_is_no_practice_is_from_before(other: str) -> None:
    route = practices_same.routes(practices()).views[wire.CHOOSE_FORM]
    with pytest.raises(Outdated):
        await route(submitted(wire.CHOOSE_FORM, str(ONE), other))


async def test_sent_the_one_becomes_part_of_the_other_which_is_shown() -> None:
    heard = practices(merge=sample_practice(id=TWO))
    route = practices_same.routes(heard).views[wire.BOTH_FORM]
    view = await route(submitted(wire.BOTH_FORM, str(Both(ONE, TWO))))
    assert heard.asked[0] == ("merge", DELIVERY, MAYA, TWO, ONE)
    assert isinstance(view, dict)
    assert view["callback_id"] == words.WHOLE


@pytest.mark.parametrize("value", ["", f"{ONE}", f"{ONE}:x", f"{ONE}:{TWO}:3"])
def test_what_another_version_remembered_is_said_to_be_old(value: str) -> None:
    with pytest.raises(Outdated):
        read_both(value)
    assert read_both(str(Both(ONE, TWO))) == Both(ONE, TWO)
