"""What Slack sends about searching practices: the form, its filters, and what is being typed."""

from collections.abc import Sequence
from functools import partial

from bot.inbox import Delivery, Person
from bot.practices import modals, words
from bot.practices import search_words as wire
from bot.practices.facts import Tended
from bot.practices.found import Results
from bot.practices.search_form import (
    MOST_LISTED,
    MOST_SUGGESTED,
    pod_options,
    search_form,
    suggestion,
)
from bot.practices.search_words import Search
from bot.practices.service import PracticesService
from bot.practices.whole import whole_modal
from bot.text.kit import Block, Element
from handlers.payloads import Command, InPlace, Press, Routes, Said, Sent, Submission, Suggestion


def routes(practices: PracticesService) -> Routes:
    """Everything that the search form and the menus which look while one types answer."""
    return Routes(
        actions={
            wire.SEARCH: partial(_open, practices),
            wire.TYPED: partial(_entered, practices),
            wire.SUGGEST: partial(_open_suggested, practices),
            wire.SAVE: partial(_open_save, practices),
            wire.FILTERS: partial(_show_filters, practices),
            wire.CLEAR: partial(_clear, practices),
            wire.TEND: partial(_open_tended, practices),
        }
        | {menu: partial(_filter, practices) for menu in wire.CHOSEN},
        options={
            wire.SUGGEST: partial(_suggest, practices),
            wire.POD: partial(_suggest_pods, practices),
        },
        views={wire.FORM: partial(_sent, practices)},
    )


async def open_by_command(practices: PracticesService, command: Command, typed: str) -> Block:
    """`/practice search`, with words or without."""
    search = Search(there=command.channel)
    return await _look(practices, command.person, search, typed, command.delivery, True)


async def _open(practices: PracticesService, press: Press) -> Said:
    """The words were searched for already: they are no second gap."""
    typed, for_ask = wire.read_open(press.value)
    search = Search(there=press.channel, for_ask=for_ask)
    return await _look(practices, press.person, search, typed, press.delivery)


async def _open_tended(practices: PracticesService, press: Press) -> Said:
    """From Home: all that waits. Raises `Outdated` for another version's."""
    search = wire.filtered(Search(there=press.channel, shows_filters=True), wire.STATE, press.value)
    return await _look(practices, press.person, search, "", press.delivery)


async def _entered(practices: PracticesService, press: Press) -> Said:
    """Enter: a search in earnest."""
    search = wire.chosen_in(wire.read_search(press.metadata), press.values)
    return InPlace(await _look(practices, press.person, search, press.value, press.delivery, True))


async def _sent(practices: PracticesService, sent: Submission) -> Sent:
    """ "Search": as Enter."""
    search = wire.chosen_in(wire.read_search(sent.metadata), sent.values)
    typed = sent.values.get(wire.TYPED) or ""
    return await _look(practices, sent.person, search, typed, sent.delivery, True)


async def _filter(practices: PracticesService, press: Press) -> Said:
    search = wire.chosen_in(wire.read_search(press.metadata), press.values)
    return await _again(practices, press, wire.filtered(search, press.action_id, press.value))


async def _show_filters(practices: PracticesService, press: Press) -> Said:
    search = wire.read_search(press.metadata)
    return await _again(practices, press, search._replace(shows_filters=True))


async def _clear(practices: PracticesService, press: Press) -> Said:
    return await _again(practices, press, wire.read_search(press.metadata).without_filters())


async def _suggest(practices: PracticesService, asked: Suggestion) -> Sequence[Element]:
    """By the filters of the form; on the Home tab there are none."""
    search = wire.read_search(asked.metadata)
    narrow = wire.narrow_of(search, asked.delivery.now)
    if isinstance(search.state, Tended):
        tended = await practices.tend(
            asked.person, search.state, narrow, asked.typed, MOST_SUGGESTED
        )
        return [suggestion(each) for each in tended.shown]
    shown = await practices.suggest(asked.person, asked.typed, narrow, MOST_SUGGESTED)
    return [suggestion(each) for each in shown]


async def _suggest_pods(practices: PracticesService, asked: Suggestion) -> Sequence[Element]:
    return pod_options(await practices.pods_to_find(asked.person, asked.typed), asked.typed)


async def _open_suggested(practices: PracticesService, press: Press) -> Said:
    whole = await practices.show(press.person, words.read_id(press.value))
    return whole_modal(whole, press.delivery.now)


async def _open_save(practices: PracticesService, press: Press) -> Said:
    """With the words as the situation; whoever saved is told where the search was opened."""
    search, typed = wire.read_search(press.metadata), press.values.get(wire.TYPED)
    draft = await practices.draft_from(typed or "")
    return modals.save_form(draft, modals.made_from(draft, search.there))


async def _again(practices: PracticesService, press: Press, search: Search) -> Said:
    """With the words that stand in the field now: whoever filters may not have pressed Enter."""
    typed = press.values.get(wire.TYPED) or ""
    return InPlace(await _look(practices, press.person, search, typed, press.delivery))


async def _look(
    practices: PracticesService,
    person: Person,
    search: Search,
    typed: str,
    delivery: Delivery,
    in_earnest: bool = False,
) -> Block:
    """The form with what is found. In earnest, what finds nothing may be a gap."""
    narrow, most = wire.narrow_of(search, delivery.now), MOST_LISTED + 1
    if isinstance(search.state, Tended):
        tended = await practices.tend(person, search.state, narrow, typed, most)
        return search_form(search, tended, delivery.now)
    results = Results("")
    if typed.strip():
        counted = delivery if in_earnest else None
        results = await practices.find(person, typed, narrow, counted, most)
    if not results.words:
        results = await practices.browse(person, narrow, most)
        return search_form(search, results, delivery.now)
    form = search_form(search, results, delivery.now)
    form["blocks"] += await practices.elsewhere(person, results.words)
    return form
