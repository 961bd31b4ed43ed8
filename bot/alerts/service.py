"""Alerts: the pod knows what goes on in its market before the customers call.

Every verb that changes something takes the delivery (or the timer) that caused it and opens the
one transaction. Errors are those of `errors.py`.
"""

from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts import (
    coverage,
    digesting,
    editing,
    ending,
    having,
    lists,
    opening,
    posting_by_hand,
    progress,
    refusals,
    report,
    unposted,
)
from bot.alerts.admins import Admins
from bot.alerts.alike.signs import AlertSigns
from bot.alerts.asks import call_backs, linking, reworded, telling_due
from bot.alerts.changes import (
    EndsWithAlert,
    GoOn,
    Notes,
    Permalink,
    Rest,
    Stands,
    TellAskers,
    Tools,
    nobody_is_called,
    nobody_is_told,
    nobody_waits,
    nothing_ends,
    nothing_stands,
    nothing_to_note,
    nowhere,
)
from bot.alerts.checking import typed
from bot.alerts.draft import Draft
from bot.alerts.matters.settling import had_dismissed
from bot.alerts.report_facts import Report
from bot.alerts.rules import May
from bot.alerts.shown import (
    Due,
    Edited,
    Editing,
    InForce,
    Listed,
    Posted,
    Prepared,
    Pressed,
    Shown,
    Suggested,
    Whole,
)
from bot.alerts.subjects import CARD, card_of, digest_of
from bot.alerts.words import Choice
from bot.delivery.transaction import Fires, Transactions
from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.text.kit import Block, Card
from bot.text.masking import Masker
from storage.alerts import Alert
from storage.alerts_cards import place_card, place_digest
from storage.alerts_matters_reading import look_at_matter
from storage.outbox import Act, OutboxRow


class AlertsService:
    """`ends_with` joins the transaction in which an alert ends: what is tied to it ends too."""

    def __init__(
        self,
        transactions: Transactions,
        masker: Masker,
        ends_with: EndsWithAlert = nothing_ends,
        notes: Notes = nothing_to_note,
        stands: Stands = nothing_stands,
        *,
        tell_askers: TellAskers = nobody_is_told,
        permalink: Permalink = nowhere,
        signs: AlertSigns | None = None,
        admins: Admins | None = None,
        rest: Rest = nobody_is_called,
        go_on: GoOn = nobody_waits,
    ) -> None:
        self._admins = admins or Admins()
        self._tools = Tools(
            *(transactions, masker, ends_with, notes),
            stands=stands,
            tell_askers=tell_askers,
            permalink=permalink,
            signs=signs or AlertSigns(),
            rest=rest,
            go_on=go_on,
        )

    def acts(self) -> dict[str, Fires]:
        """What happens when a timer is due, by its kind."""
        return {
            Due.END: self.end_due,
            Due.UNANSWERED: self.unanswered_due,
            Due.LAPSE: self.lapse_due,
            Due.NEW_DAY: self.new_day_due,
            Due.DIGEST: self.digest_due,
            Due.REACH: self.reach_due,
            Due.PROGRESS: self.progress_due,
            Due.REFUSED: partial(refusals.refused_due, self._tools),
            Due.COVERAGE: partial(coverage.coverage_due, self._tools),
            Due.ASKS: self.asks_due,
            Due.REWORDED: partial(reworded.reworded_due, self._tools),
            Due.COUNT: self.count_due,
            Due.CALL_BACKS: self.call_backs_due,
        }

    async def start(self, now: datetime) -> None:
        """From now on whoever begins to take another pod's calls gets what goes on there."""
        await coverage.begin(self._tools, now)

    async def open_typed(self, person: Person, text: str, now: datetime) -> Prepared:
        """The form, filled in by what was typed."""
        person = await self._admins.look_up(person, now)
        return await opening.open_typed(self._tools, person, text, now)

    async def masked(self, text: str) -> str:
        """What somebody typed, as it may be shown to them again."""
        return typed(self._tools.masker, text).text

    async def open_message(self, person: Person, text: str, now: datetime) -> Prepared:
        """The form, filled in by a message."""
        person = await self._admins.look_up(person, now)
        return await opening.open_message(self._tools, person, text, now)

    async def open_draft(self, person: Person, draft_id: UUID, now: datetime) -> Prepared:
        """The form, filled in by what a colleague suggested."""
        person = await self._admins.look_up(person, now)
        return await opening.open_draft(self._tools, person, draft_id, now)

    async def open_again(
        self,
        person: Person,
        market_id: UUID,
        draft: Draft,
        now: datetime,
        matter_id: UUID | None = None,
    ) -> Prepared:
        """The form while it is filled in, after another kind was chosen."""
        person = await self._admins.look_up(person, now)
        at_least = May.POST_UNCONFIRMED if matter_id else May.SUGGEST
        ready = await opening.open_again(self._tools, person, market_id, draft, now, at_least)
        if matter_id is None:
            return ready
        async with self._tools.transactions.look() as session:
            before = await had_dismissed(session, await look_at_matter(session, matter_id))
        return ready._replace(before=before)

    async def open_editing(self, person: Person, alert_id: UUID, now: datetime) -> Editing:
        """What an alert says now, for whoever may change it."""
        person = await self._admins.look_up(person, now)
        return await opening.open_editing(self._tools, person, alert_id, now)

    async def post(
        self,
        delivery: Delivery,
        person: Person,
        market_id: UUID,
        draft: Draft,
        draft_id: UUID | None = None,
        matter_id: UUID | None = None,
    ) -> Posted | Suggested:
        """To the pods; from somebody who may not, to whoever may."""
        person = await self._admins.look_up(person, delivery.now)
        about = (draft_id, matter_id)
        return await posting_by_hand.post(self._tools, delivery, person, market_id, draft, *about)

    async def edit(
        self,
        delivery: Delivery,
        person: Person,
        alert_id: UUID,
        version: int,
        mine: dict[str, object],
        choice: Choice,
    ) -> Edited:
        """Update, extend, correct; raises `Changed` where two changed one field."""
        person = await self._admins.look_up(person, delivery.now)
        return await editing.edit(self._tools, delivery, person, alert_id, version, mine, choice)

    async def confirm(self, delivery: Delivery, person: Person, alert_id: UUID) -> Edited:
        """It is certain by now."""
        person = await self._admins.look_up(person, delivery.now)
        return await editing.confirm(self._tools, delivery, person, alert_id)

    async def still_on(self, delivery: Delivery, person: Person, alert_id: UUID) -> Edited:
        """It goes on, without a time."""
        person = await self._admins.look_up(person, delivery.now)
        return await editing.still_on(self._tools, delivery, person, alert_id)

    async def end(
        self,
        delivery: Delivery,
        person: Person,
        alert_id: UUID,
        since: datetime | None = None,
        words: str = "",
    ) -> Edited:
        """All clear."""
        person = await self._admins.look_up(person, delivery.now)
        return await editing.end(self._tools, delivery, person, alert_id, since, words)

    async def got_it(
        self, delivery: Delivery, person: Person, alert_id: UUID, pressed: Pressed
    ) -> tuple[Alert, bool]:
        """Somebody has it: the alert, and whether they said so for the first time."""
        return await having.got_it(self._tools, delivery, person, alert_id, pressed)

    async def try_again(self, delivery: Delivery, person: Person, alert_id: UUID) -> int:
        """The card once more to the pods that Slack refused; how many these are."""
        person = await self._admins.look_up(person, delivery.now)
        return await progress.try_again(self._tools, delivery, person, alert_id)

    async def try_refused(self, delivery: Delivery, person: Person, market_id: UUID) -> int:
        """What Slack refused in a market once more; to how many pods."""
        person = await self._admins.look_up(person, delivery.now)
        return await refusals.try_refused(self._tools, delivery, person, market_id)

    async def add_saying(
        self, delivery: Delivery, person: Person, alert_id: UUID, text: str
    ) -> tuple[bool, bool]:
        """ "Add how I say it": whether it is new, and whether something was masked."""
        return await having.add_saying(self._tools, delivery, person, alert_id, text)

    async def this_is_it(
        self, delivery: Delivery, person: Person, alert_id: UUID, root: UUID
    ) -> Card:
        """What somebody asked is about the alert: nobody is called for it any more."""
        return await linking.this_is_it(self._tools, delivery, person, alert_id, root)

    async def not_this(
        self, delivery: Delivery, person: Person, alert_id: UUID, root: UUID
    ) -> Card:
        """What somebody asked is about something else."""
        return await linking.not_this(self._tools, delivery, person, alert_id, root)

    async def open_saying(self, person: Person, alert_id: UUID, now: datetime) -> Alert:
        """What somebody is to say in their own words; raises `Over` before they type any."""
        return await having.open_saying(self._tools, person, alert_id, now)

    async def show(self, person: Person, alert_id: UUID, now: datetime) -> Shown:
        """The card of one in a list."""
        person = await self._admins.look_up(person, now)
        return await having.show(self._tools, person, alert_id, now)

    async def show_whole(self, person: Person, alert_id: UUID, now: datetime) -> Whole:
        """All that belongs to it."""
        return await having.show_whole(self._tools, person, alert_id, now)

    async def list_live(self, person: Person, now: datetime) -> Listed:
        """What goes on for the person's pod."""
        person = self._admins.recall(person, now)
        return await having.list_live(self._tools, person, now)

    async def show_in_force(
        self, person: Person, key: tuple[UUID, str, str], now: datetime
    ) -> InForce:
        """What a feed says and nobody was told of."""
        return await unposted.show_in_force(self._tools, person, key, now)

    async def pod_lines(self, session: AsyncSession, home: Home, now: datetime) -> list[Block]:
        """What goes on, and what feeds post, for the card of a pod."""
        live = await having.list_for(session, home, now)
        return lists.pod_lines(live, now, home.pod.settings)

    async def report(self, person: Person, now: datetime, alert_id: UUID | None = None) -> Report:
        """What an alert was like that is over: that one, or what ended last."""
        return await report.report(self._tools, person, now, alert_id)

    async def on_posted(
        self, session: AsyncSession, row: OutboxRow, ts: str, now: datetime
    ) -> None:
        """The sender, in its transaction: `row` stands at `ts`."""
        if row.act is not Act.POST or row.part != CARD:
            return
        if card := card_of(row.subject):
            await place_card(session, *card, ts)
        elif digest := digest_of(row.subject):
            await place_digest(session, digest, ts)

    async def end_due(self, timer_id: UUID, now: datetime) -> None:
        await ending.end_due(self._tools, timer_id, now)

    async def unanswered_due(self, timer_id: UUID, now: datetime) -> None:
        await ending.unanswered_due(self._tools, timer_id, now)

    async def lapse_due(self, timer_id: UUID, now: datetime) -> None:
        await ending.lapse_due(self._tools, timer_id, now)

    async def new_day_due(self, timer_id: UUID, now: datetime) -> None:
        await ending.new_day_due(self._tools, timer_id, now)

    async def digest_due(self, timer_id: UUID, now: datetime) -> None:
        await digesting.digest_due(self._tools, timer_id, now)

    async def reach_due(self, timer_id: UUID, now: datetime) -> None:
        await progress.reach_due(self._tools, timer_id, now)

    async def progress_due(self, timer_id: UUID, now: datetime) -> None:
        await progress.progress_due(self._tools, timer_id, now)

    async def asks_due(self, timer_id: UUID, now: datetime) -> None:
        await telling_due.asks_due(self._tools, timer_id, now)

    async def count_due(self, timer_id: UUID, now: datetime) -> None:
        await telling_due.count_due(self._tools, timer_id, now)

    async def call_backs_due(self, timer_id: UUID, now: datetime) -> None:
        await call_backs.call_backs_due(self._tools, timer_id, now)
