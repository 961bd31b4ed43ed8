"""How somebody else says it: added to a colleague's practice, beside what is there."""

from uuid import UUID

from bot.inbox import Delivery, Person
from bot.practices import speech
from bot.practices.changes import Change, Tools, acting
from bot.practices.content import as_said
from bot.practices.drafts import Added
from bot.practices.editing import add_saying
from bot.practices.errors import NothingSaid, SaidOftenEnough
from bot.practices.facts import Credit, What
from bot.practices.rules import check_live
from storage.practices import Saying
from storage.practices_reading import list_family, list_sayings

MOST_SAYINGS = 200  # what a file of practices holds of one


async def add(
    tools: Tools, delivery: Delivery, person: Person, practice_id: UUID, text: str
) -> Added:
    """By anybody who sees it, as often as they like; the owner is not asked, and the practice
    stays as it was judged. The same words, whoever said them, are one. Raises `NothingSaid`,
    `SaidOftenEnough`, `Archived`, and `BadInput` for what is too long.
    """
    masked = speech.field(tools.masker, "say_it", text)
    if not masked.text:
        raise NothingSaid(field="say_it")
    async with acting(tools, delivery, person, practice_id) as (change, home):
        check_live(change.practice)
        said = await _all_said(change)
        if as_said(masked.text) in {as_said(each.text) for each in said}:
            return Added(change.practice, masked.kinds, is_new=False)
        if len(said) >= MOST_SAYINGS:
            raise SaidOftenEnough
        add_saying(change, masked.text, Credit(home.member.user, home.member.name))
        change.note(What.LINKED)
        return Added(change.practice, masked.kinds)


async def _all_said(change: Change) -> list[Saying]:
    """Also in what was merged into it."""
    family = await list_family(change.session, [change.practice.id])
    return list(await list_sayings(change.session, family))
