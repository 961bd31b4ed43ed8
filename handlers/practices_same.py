"""What Slack sends about two practices that say the same, and shall be one."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from bot.inbox import Person
from bot.practices import same_form as wire
from bot.practices import words
from bot.practices.errors import SamePractice
from bot.practices.rules import check_live
from bot.practices.search_form import MOST_SUGGESTED, suggestion
from bot.practices.service import PracticesService
from bot.practices.whole import whole_modal
from bot.text.kit import Block, Element
from handlers.payloads import Routes, Sent, Submission, Suggestion


def routes(practices: PracticesService) -> Routes:
    """The form is opened under the "…" of a practice."""
    return Routes(
        options={wire.OTHER: partial(_suggest, practices)},
        views={
            wire.CHOOSE_FORM: partial(_compare, practices),
            wire.BOTH_FORM: partial(_merge, practices),
        },
    )


async def choose_form(practices: PracticesService, person: Person, practice_id: UUID) -> Block:
    """Of what is archived meanwhile it is said at once."""
    whole = await practices.show(person, practice_id)
    check_live(whole.practice)
    return wire.choose_form(whole)


async def _suggest(practices: PracticesService, asked: Suggestion) -> Sequence[Element]:
    mine = words.read_id(asked.metadata)
    shown = await practices.suggest(asked.person, asked.typed, wire.NARROW, MOST_SUGGESTED + 1)
    others = [each for each in shown if each.practice.id != mine]
    return [suggestion(each) for each in others[:MOST_SUGGESTED]]


async def _compare(practices: PracticesService, sent: Submission) -> Sent:
    """Which may be one practice already: each leads on to what it was merged into."""
    part = await practices.show(sent.person, words.read_id(sent.metadata))
    whole = await practices.show(sent.person, words.read_id(sent.values.get(wire.OTHER) or ""))
    if part.practice.id == whole.practice.id:
        raise SamePractice
    for each in (part, whole):
        check_live(each.practice)
    return wire.both_form(part, whole)


async def _merge(practices: PracticesService, sent: Submission) -> Sent:
    both = wire.read_both(sent.metadata)
    merged = await practices.merge(sent.delivery, sent.person, both.whole, both.part)
    return whole_modal(await practices.show(sent.person, merged.id), sent.delivery.now)
