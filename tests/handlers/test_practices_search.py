"""The search form's presses and menus: one call each, and the form painted anew in its place."""

from typing import Any

import pytest

from bot.errors import Outdated
from bot.inbox import Person
from bot.practices import search_words as wire
from bot.practices import words
from bot.practices.elsewhere import Elsewhere, nothing_elsewhere
from bot.practices.facts import Tended
from bot.practices.found import Results
from bot.practices.search_words import Search
from bot.text import kit
from bot.text.kit import Block
from handlers import practices as practices_handlers
from handlers.payloads import InPlace, Press, Submission, Suggestion
from handlers.practices_search import routes
from storage.practices import ALL, PracticeState
from storage.practices_browsing import PodToFind
from storage.topics import Topic
from tests.bot.practices.samples import TITLE, sample_shown
from tests.handlers.test_practices import DELIVERY, MAYA, ONE, command, practices

MOST = 11
SEARCH = Search("lost phone", topic=Topic.DEVICE, there="C1", shows_filters=True)


def service(elsewhere: Elsewhere = nothing_elsewhere, **answers: Any) -> Any:
    known = {"browse": Results(""), "suggest": [sample_shown()], "pods_to_find": []}
    heard = practices(**(known | answers))
    heard.elsewhere = elsewhere
    return heard


async def pressed(
    service: Any, action: str, value: str = "", search: Search = SEARCH, typed: str | None = None
) -> Any:
    press = Press(
        *(DELIVERY, MAYA, action, value, "t1"),
        view_id="V1",
        view_type="modal",
        metadata=wire.search_value(search),
        values={wire.TYPED: typed},
    )
    return await routes(service).actions[action](press)


def kept(said: Any) -> Search:
    assert isinstance(said, InPlace)
    return wire.read_search(said.view["private_metadata"])


async def asked(service: Any, action: str, typed: str, metadata: str = "") -> Any:
    return await routes(service).options[action](
        Suggestion(DELIVERY, MAYA, action, typed, metadata)
    )


@pytest.mark.parametrize("typed", ["", "  ", "search", "SEARCH "])
async def test_the_command_alone_opens_the_form_with_the_newest(typed: str) -> None:
    heard = service()
    view = await practices_handlers.routes(heard).commands["/practice"](command(typed))
    assert heard.asked == [("browse", MAYA, ALL, MOST)]
    assert isinstance(view, dict)
    assert view["callback_id"] == wire.FORM
    assert wire.read_search(view["private_metadata"]) == Search(there="C1")


async def test_the_command_with_words_searches_in_earnest() -> None:
    heard = service()
    await practices_handlers.routes(heard).commands["/practice"](command("search lost phone"))
    assert heard.asked == [("find", MAYA, "lost phone", ALL, DELIVERY, MOST)]


async def test_enter_searches_in_earnest_within_the_filters() -> None:
    heard = service()
    said = await pressed(heard, wire.TYPED, "no service")
    narrow = wire.narrow_of(SEARCH, DELIVERY.now)
    assert heard.asked == [("find", MAYA, "no service", narrow, DELIVERY, MOST)]
    assert kept(said) == SEARCH._replace(words="no service")


async def test_enter_without_words_shows_the_newest() -> None:
    heard = service()
    assert kept(await pressed(heard, wire.TYPED, "")) == SEARCH._replace(words="")
    assert heard.asked == [("browse", MAYA, wire.narrow_of(SEARCH, DELIVERY.now), MOST)]


async def test_the_button_does_as_enter_does() -> None:
    heard = service()
    metadata, values = wire.search_value(SEARCH), {wire.TYPED: "no service"}
    sent = Submission(DELIVERY, MAYA, wire.FORM, values, metadata, "V1")
    view = await routes(heard).views[wire.FORM](sent)
    assert heard.asked[0][4] == DELIVERY
    assert isinstance(view, dict)
    assert view["callback_id"] == wire.FORM


async def test_a_filter_searches_for_what_stands_in_the_field_and_is_no_search_in_earnest() -> None:
    heard = service()
    said = await pressed(heard, wire.STATE, "verified", typed="no service")
    filtered = SEARCH._replace(state=PracticeState.VERIFIED)
    narrow = wire.narrow_of(filtered, DELIVERY.now)
    assert heard.asked == [("find", MAYA, "no service", narrow, None, MOST)]
    assert kept(said) == filtered._replace(words="no service")


async def test_two_filters_chosen_quickly_both_count() -> None:
    """The second press comes before the form was painted anew with the first one."""
    heard = service()
    held = {wire.TYPED: None, wire.TOPIC: "billing", wire.AGE: wire.ANY, wire.AUTHOR: None}
    press = Press(
        *(DELIVERY, MAYA, wire.STATE, "verified", "t1"),
        metadata=wire.search_value(Search(author="U0DAN", days=30)),
        values=held,
    )
    said = await routes(heard).actions[wire.STATE](press)
    both = Search(author="U0DAN", topic=Topic.BILLING, state=PracticeState.VERIFIED)
    assert kept(said) == both


async def test_a_filter_without_words_narrows_the_newest() -> None:
    heard = service()
    await pressed(heard, wire.TOPIC, wire.ANY)
    assert heard.asked == [("browse", MAYA, ALL, MOST)]


async def test_filters_come_into_sight_and_are_cleared_at_once() -> None:
    assert kept(await pressed(service(), wire.FILTERS, search=Search())).shows_filters
    assert kept(await pressed(service(), wire.CLEAR)) == Search(
        there="C1", shows_filters=True, cleared=1
    )


async def test_the_button_of_an_answer_opens_the_form_with_its_words_and_is_no_second_gap() -> None:
    heard = service()
    press = Press(*(DELIVERY, MAYA, wire.SEARCH, words.prefill_value("fax"), "t1"), channel="C1")
    view = await routes(heard).actions[wire.SEARCH](press)
    assert heard.asked == [("find", MAYA, "fax", ALL, None, MOST)]
    assert isinstance(view, dict)
    assert wire.read_search(view["private_metadata"]).there == "C1"


async def test_what_is_typed_is_looked_for_within_the_filters() -> None:
    heard = service()
    (option,) = await asked(heard, wire.SUGGEST, "outa", wire.search_value(SEARCH))
    assert heard.asked == [("suggest", MAYA, "outa", wire.narrow_of(SEARCH, DELIVERY.now), 10)]
    assert option["text"]["text"] == TITLE


async def test_on_home_it_is_looked_for_everywhere() -> None:
    heard = service()
    await asked(heard, wire.SUGGEST, "outa")
    assert heard.asked == [("suggest", MAYA, "outa", ALL, 10)]


async def test_pods_are_offered_by_name() -> None:
    pod = PodToFind(ONE, "San Diego")
    offered = await asked(service(pods_to_find=[pod]), wire.POD, "san")
    assert [each["value"] for each in offered] == [wire.pod_value(pod)]


async def test_a_suggestion_shows_that_practice() -> None:
    heard = service()
    said = await pressed(heard, wire.SUGGEST, str(ONE))
    assert (heard.asked, said["callback_id"]) == ([("show", MAYA, ONE)], words.WHOLE)


async def test_saving_from_the_search_begins_with_the_words_and_knows_the_channel() -> None:
    heard = service()
    said = await pressed(heard, wire.SAVE, wire.SAVE, typed="fax line")
    assert heard.asked == [("draft_from", "fax line")]
    assert words.read_from(said["private_metadata"]).there == "C1"


@pytest.mark.parametrize("action", [wire.TYPED, wire.STATE, wire.CLEAR, wire.FILTERS, wire.SAVE])
async def test_a_form_of_another_version_is_refused(action: str) -> None:
    press = Press(DELIVERY, MAYA, action, "x", "t1", metadata="{")
    with pytest.raises(Outdated):
        await routes(service()).actions[action](press)


@pytest.mark.parametrize("tended", Tended)
async def test_what_is_tended_is_listed_and_never_searched_nor_kept_as_a_gap(
    tended: Tended,
) -> None:
    heard = service(tend=Results("phone", (sample_shown(),)))
    search = SEARCH._replace(state=tended)
    said = await pressed(heard, wire.TYPED, "phone", search)
    narrow = wire.narrow_of(search, DELIVERY.now)
    assert heard.asked == [("tend", MAYA, tended, narrow, "phone", MOST)]
    assert kept(said) == search._replace(words="phone")
    await asked(heard, wire.SUGGEST, "ph", wire.search_value(search))
    assert heard.asked[1:] == [("tend", MAYA, tended, narrow, "ph", 10)]


async def test_home_opens_the_form_with_all_that_waits() -> None:
    heard = service(tend=Results(""))
    view: Any = await pressed(heard, wire.TEND, "in_doubt", Search())
    assert wire.read_search(view["private_metadata"]).state is Tended.IN_DOUBT
    with pytest.raises(Outdated):
        await pressed(heard, wire.TEND, "cats", Search())


async def test_what_others_noted_about_the_words_stands_below_the_practices() -> None:
    heard: list[tuple[Person, str]] = []

    async def from_huddles(person: Person, typed: str) -> list[Block]:
        heard.append((person, typed))
        return [kit.section("From huddles")]

    found = Results("lost phone", (sample_shown(),))
    told = service(from_huddles, find=found, browse=Results("", (sample_shown(),)))
    view = await practices_handlers.routes(told).commands["/practice"](command("search lost phone"))
    assert isinstance(view, dict)
    assert view["blocks"][-1] == kit.section("From huddles")
    assert heard == [(MAYA, "lost phone")]
    await practices_handlers.routes(told).commands["/practice"](command("search"))
    assert len(heard) == 1
