"""Practices: what the pod learns is saved once, found by the next one, and gets better by use.

Every verb that changes something takes the delivery (or the timer) that caused it and opens the
one transaction. Errors are those of `errors.py`.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.transaction import Fires, Transactions
from bot.inbox import Delivery, Person
from bot.practices import (
    adding,
    aging,
    dismissing,
    drafting,
    editing,
    filling,
    judging,
    merging,
    refusing,
    saving,
    searching,
    settling,
    showing,
    suggested,
    tallies,
    tending,
    undoing,
    using,
)
from bot.practices.changes import (
    NoteSaved,
    ShowSaved,
    Tools,
    nobody_notes,
    nobody_shows_it,
)
from bot.practices.drafts import Added, Alike, Draft, Fields, Pressed, Saved
from bot.practices.elsewhere import Elsewhere, nothing_elsewhere
from bot.practices.facts import (
    Author,
    Due,
    Refused,
    Settled,
    Shown,
    Tended,
    Used,
    Waiting,
    What,
    Whole,
)
from bot.practices.found import Finding, Missing, Results, Suggested
from bot.practices.suggesting import Suggesting
from bot.text.masking import Masker
from storage.practices import ALL, Narrow, Practice, PracticeState, Word
from storage.practices_browsing import PodToFind


class PracticesService:
    """`permalink` answers the address of a message, from its channel and ts. `suggesting` is for
    whoever makes asks; `show_saved` lets the card of an ask say that a practice was made of it,
    `note_saved` the huddle in which it was talked about. `elsewhere` is what else was noted about
    some words, as blocks below what is found for them.
    """

    def __init__(
        self,
        transactions: Transactions,
        masker: Masker,
        finder: Finding,
        permalink: Callable[[str, str], str | None] = lambda channel, ts: None,
        show_saved: ShowSaved = nobody_shows_it,
        note_saved: NoteSaved = nobody_notes,
        elsewhere: Elsewhere = nothing_elsewhere,
    ) -> None:
        self._tools = Tools(transactions, masker, finder, permalink, show_saved, note_saved)
        self.elsewhere = elsewhere
        self.suggesting = Suggesting(self._tools)

    def acts(self) -> dict[str, Fires]:
        """What happens when a timer is due, by its kind."""
        return {
            Due.UNUSED: self.ask_owner_due,
            Due.STALE: self.stale_due,
            Due.END: self.end_due,
            Due.ANSWERS: self.close_gaps_due,
        }

    async def draft_from(self, typed: str) -> Draft:
        """The form with what somebody looked for as its situation, masked."""
        return drafting.draft_from(self._tools, typed)

    async def draft_from_ask(self, person: Person, ask_id: UUID) -> Draft | Alike:
        """ "Save as a practice" under a settled ask; beside what was made of it already."""
        return await drafting.draft_from_ask(self._tools, person, ask_id)

    async def draft_from_message(
        self,
        person: Person,
        channel: str,
        ts: str,
        text: str,
        author: str | None = None,
        author_name: str | None = None,
    ) -> Draft | Alike:
        """ "Save as a practice" on any message."""
        return await drafting.draft_from_message(
            self._tools, person, channel, ts, text, author, author_name
        )

    async def save(
        self,
        delivery: Delivery,
        person: Person,
        draft: Draft,
        state: PracticeState = PracticeState.SHARED,
        despite: frozenset[UUID] = frozenset(),
        merge_into: UUID | None = None,
        link_to: UUID | None = None,
    ) -> Saved | Alike:
        """A new practice; near-duplicates come back first, except those in `despite`.

        `merge_into`: it is merged into that one at once; `link_to`: that one is enough, and has
        the draft's way to say it and its ask from now on. Then the answer is that one.
        """
        if link_to is not None:
            return Saved(await merging.link(self._tools, delivery, person, link_to, draft))
        if merge_into is not None:
            into = merge_into
            return Saved(await merging.save_into(self._tools, delivery, person, draft, state, into))
        return await saving.save(self._tools, delivery, person, draft, state, despite)

    async def link(
        self, delivery: Delivery, person: Person, practice_id: UUID, draft: Draft
    ) -> Practice:
        """Instead of a second practice: the draft's way to say it and its ask go to this one."""
        return await merging.link(self._tools, delivery, person, practice_id, draft)

    async def add_saying(
        self, delivery: Delivery, person: Person, practice_id: UUID, text: str
    ) -> Added:
        """ "Add how I say it", by anybody who sees the practice."""
        return await adding.add(self._tools, delivery, person, practice_id, text)

    async def merge(self, delivery: Delivery, person: Person, into: UUID, other: UUID) -> Practice:
        """`other` leads on to `into`, which is answered."""
        return await merging.merge(self._tools, delivery, person, into, other)

    async def find(
        self,
        person: Person,
        words: str,
        narrow: Narrow = ALL,
        delivery: Delivery | None = None,
        at_most: int = 3,
        as_typed: bool = True,
    ) -> Results:
        """What fits best; with a `delivery`, what finds nothing is kept as a gap."""
        return await searching.find(self._tools, person, words, narrow, delivery, at_most, as_typed)

    async def see(self, delivery: Delivery, person: Person) -> None:
        """Somebody asked for something that is only shown: they count as seen."""
        await searching.see(self._tools, delivery, person)

    async def browse(self, person: Person, narrow: Narrow = ALL, at_most: int = 10) -> Results:
        """Without words: the newest first."""
        return await searching.browse(self._tools, person, narrow, at_most)

    async def suggest(
        self, person: Person, typed: str, narrow: Narrow = ALL, at_most: int = 10
    ) -> list[Shown]:
        """What fits so far, while somebody types."""
        return await searching.suggest(self._tools, person, typed, narrow, at_most)

    async def ask_of_thread(self, person: Person, channel: str, thread_ts: str) -> UUID | None:
        """The question of a colleague that waits in a thread."""
        return await searching.ask_of_thread(self._tools, person, channel, thread_ts)

    async def pods_to_find(self, person: Person, typed: str = "") -> list[PodToFind]:
        """The pods to choose from whose names have what was typed."""
        return await searching.pods_to_find(self._tools, person, typed)

    async def show(self, person: Person, practice_id: UUID) -> Whole:
        """A practice with all that belongs to it."""
        return await showing.show(self._tools, person, practice_id)

    async def edit(
        self,
        delivery: Delivery,
        person: Person,
        practice_id: UUID,
        version: int,
        fields: Fields,
        why: str = "",
    ) -> Practice:
        """By the owner or a coach; raises `Changed` where somebody else was quicker."""
        return await editing.edit(self._tools, delivery, person, practice_id, version, fields, why)

    async def share(self, delivery: Delivery, person: Person, practice_id: UUID) -> Practice:
        """A draft, to all whom its scope names."""
        return await judging.judge(self._tools, delivery, person, practice_id, What.SHARED)

    async def verify(
        self, delivery: Delivery, person: Person, practice_id: UUID, version: int | None = None
    ) -> Practice:
        """By a coach, specialist, expert or leader: it holds as it stands now, or stood in the
        `version` that they saw.
        """
        what = What.VERIFIED
        return await judging.judge(self._tools, delivery, person, practice_id, what, version)

    async def confirm(self, delivery: Delivery, person: Person, practice_id: UUID) -> Practice:
        """ "It still holds"."""
        return await judging.judge(self._tools, delivery, person, practice_id, What.CONFIRMED)

    async def archive(self, delivery: Delivery, person: Person, practice_id: UUID) -> Practice:
        """Kept, and no longer found."""
        return await judging.judge(self._tools, delivery, person, practice_id, What.ARCHIVED)

    async def settle(
        self,
        delivery: Delivery,
        person: Person,
        practice_id: UUID,
        what: What,
        pressed: Pressed | None = None,
    ) -> Settled:
        """ "It still holds" or "Archive it" on a message to its owner, which then says so."""
        return await settling.settle(self._tools, delivery, person, practice_id, what, pressed)

    async def undo(
        self, delivery: Delivery, person: Person, practice_id: UUID, version: int
    ) -> Practice:
        """The change that made `version`, which must be the last one, is taken back."""
        return await undoing.undo(self._tools, delivery, person, practice_id, version)

    async def use(
        self,
        delivery: Delivery,
        person: Person,
        practice_id: UUID,
        ask_id: UUID | None = None,
    ) -> Used:
        """ "Use on this call": into the ask's thread, or to me."""
        return await using.use(self._tools, delivery, person, practice_id, ask_id)

    async def put(
        self, delivery: Delivery, person: Person, practice_id: UUID, ask_id: UUID
    ) -> Used:
        """ "Put it in the thread" of somebody's ask."""
        return await using.put(self._tools, delivery, person, practice_id, ask_id)

    async def helped(
        self,
        delivery: Delivery,
        person: Person,
        practice_id: UUID,
        ask_id: UUID | None = None,
    ) -> Shown:
        """It worked; counted once for a call."""
        return await using.helped(self._tools, delivery, person, practice_id, ask_id)

    async def refuse(
        self,
        delivery: Delivery,
        person: Person,
        practice_id: UUID,
        word: Word,
        why: str = "",
        ask_id: UUID | None = None,
    ) -> Refused:
        """ "Wrong" and "old" are told to the owner."""
        return await refusing.refuse(self._tools, delivery, person, practice_id, word, why, ask_id)

    async def gaps(self, person: Person, now: datetime) -> list[Missing]:
        """What the pod searched in vain, for coaches."""
        return await tallies.gaps(self._tools, person, now)

    async def dismiss_gap(self, delivery: Delivery, person: Person, gap_id: UUID) -> None:
        """ "Not needed" on the list of what was searched in vain."""
        await dismissing.dismiss_gap(self._tools, delivery, person, gap_id)

    async def top(self, person: Person, now: datetime) -> list[Shown]:
        """What helped others most lately."""
        return await tallies.top(self._tools, person, now)

    async def own(self, person: Person) -> Author:
        """What the person's practices did for colleagues."""
        return await tallies.own(self._tools, person)

    async def to_look_at(self, person: Person) -> list[Waiting]:
        """What is in doubt or old and waits for the person's eye, with who said what."""
        return await tending.to_look_at(self._tools, person)

    async def tend(
        self, person: Person, tended: Tended, narrow: Narrow, words: str = "", at_most: int = 10
    ) -> Results:
        """What is in doubt or archived, as far as the person may act on it."""
        return await tending.tend(self._tools, person, tended, narrow, words, at_most)

    async def show_suggested(self, person: Person, ask_id: UUID) -> Suggested:
        """ "Show" on the card of an ask: what was suggested to its asker."""
        return await suggested.show_suggested(self._tools, person, ask_id)

    async def not_this(
        self, delivery: Delivery, person: Person, practice_id: UUID, ask_id: UUID
    ) -> Suggested:
        """A suggestion does not fit; what is left of them."""
        return await suggested.not_this(self._tools, delivery, person, practice_id, ask_id)

    async def suspend_of_ask(self, session: AsyncSession, ask_id: UUID, now: datetime) -> None:
        """The answer to an ask was corrected: what was made of it waits for somebody's eye."""
        await refusing.suspend_of_ask(session, ask_id, now)

    async def end_with_alert(self, session: AsyncSession, alert_id: UUID, now: datetime) -> None:
        """An alert is over, and what was tied to it."""
        await aging.end_with_alert(session, alert_id, now)

    async def ask_owner_due(self, timer_id: UUID, now: datetime) -> None:
        await aging.ask_owner_due(self._tools, timer_id, now)

    async def stale_due(self, timer_id: UUID, now: datetime) -> None:
        await aging.stale_due(self._tools, timer_id, now)

    async def close_gaps_due(self, timer_id: UUID, now: datetime) -> None:
        await filling.close_gaps_due(self._tools, timer_id, now)

    async def end_due(self, timer_id: UUID, now: datetime) -> None:
        await aging.end_due(self._tools, timer_id, now)
