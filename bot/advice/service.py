"""Advice: a rep asks during a contact, and the pod answers.

Every verb takes the delivery (or the timer) that caused it, opens the one transaction, and
answers with what the person who acted is told. Errors are those of `errors.py`.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.advice import (
    accepting,
    answering,
    asking,
    claiming,
    editing,
    escalating,
    joining,
    listing,
    measuring,
    noticing,
    other_cards,
    replying,
    resting,
    settling,
    shifts,
    solving,
    telling_askers,
)
from bot.advice.changes import Corrected, Tools, nobody_relies_on_it
from bot.advice.facts import Asking, Due, Note, Pressed, Said
from bot.advice.sensing import NothingSensed, Sensing
from bot.advice.suggesting import NothingSuggested, Suggesting
from bot.delivery.transaction import Fires, Transactions
from bot.inbox import Delivery, Person
from bot.text.kit import Block, Card
from bot.text.masking import Masker
from storage.advice import AskState, CallState, Contact, Source
from storage.advice_ladder import list_on_a_call
from storage.outbox import OutboxRow
from storage.pods import list_members
from storage.topics import Topic


class AdviceService:
    """`permalink` answers the address of a message, from its channel and ts; `corrected` joins
    the transaction in which what had worked for an ask turns out otherwise; `suggesting` answers
    from the store; `sensing` knows what goes on.
    """

    def __init__(
        self,
        transactions: Transactions,
        masker: Masker,
        permalink: Callable[[str, str], str | None] = lambda channel, ts: None,
        bot_user: str = "",
        *,
        corrected: Corrected = nobody_relies_on_it,
        suggesting: Suggesting | None = None,
        sensing: Sensing | None = None,
    ) -> None:
        self._tools = Tools(
            transactions,
            masker,
            permalink,
            bot_user,
            corrected=corrected,
            suggesting=suggesting or NothingSuggested(),
            sensing=sensing or NothingSensed(),
        )

    async def show_saved(
        self,
        session: AsyncSession,
        ask_id: UUID,
        channel: str | None,
        ts: str | None,
        response_url: str,
        now: datetime,
    ) -> None:
        """A practice was made of an ask: the card from which its form was opened says so, by that
        press's own `response_url`.
        """
        pressed = Pressed(channel, ts, response_url)
        await accepting.show_saved(self._tools, session, ask_id, pressed, now)

    def acts(self) -> dict[str, Fires]:
        """What happens when a timer is due, by its kind."""
        return {
            Due.RUNG: self.escalate_due,
            Due.CLAIM_CHECK: self.check_claim_due,
            Due.CLAIM_RELEASE: self.release_claim_due,
            Due.CALL_BACK: self.remind_call_back_due,
            Due.LAPSE: self.lapse_due,
            Due.UNDO_END: self.end_undo_due,
            Due.END_OF_SHIFT: self.end_of_shift_due,
            Due.FOLLOW: self.follow_due,
            Due.CALLERS: self.callers_due,
        }

    async def ask(self, delivery: Delivery, person: Person, said: Asking) -> Card | Block | None:
        """`/advise question`. A modal where it must be looked over first."""
        return await asking.ask_by_command(self._tools, delivery, person, said)

    async def ask_by_form(self, delivery: Delivery, person: Person, said: Asking) -> Note | None:
        """The modal was sent; the ask goes to the asker's own pod."""
        return await asking.ask_by_form(self._tools, delivery, person, said)

    async def preview(
        self,
        person: Person,
        text: str = "",
        as_typed: bool = False,
        source: Source = Source.MODAL,
    ) -> Block:
        """The modal with `text`, masked; as Slack sent it, or `as_typed` by a person."""
        return await asking.preview(self._tools, person, text, as_typed, source)

    async def stats(self, person: Person, now: datetime) -> Card:
        """`/advise stats`: how the person's pod is served, today and this week."""
        return await measuring.stats(self._tools, person, now)

    async def claim(
        self, delivery: Delivery, person: Person, ask_id: UUID, pressed: Pressed
    ) -> Card | None:
        """ "I've got this"."""
        return await claiming.claim(self._tools, delivery, person, ask_id, pressed)

    async def release(
        self, delivery: Delivery, person: Person, ask_id: UUID, pressed: Pressed
    ) -> Card | None:
        """ "Back to the pod"."""
        return await claiming.release(self._tools, delivery, person, ask_id, pressed)

    async def more_time(
        self, delivery: Delivery, person: Person, ask_id: UUID, pressed: Pressed
    ) -> Card | None:
        """ "2 more minutes"."""
        return await claiming.more_time(self._tools, delivery, person, ask_id, pressed)

    async def answer_form(self, person: Person, ask_id: UUID) -> Block:
        """What "Answer" opens."""
        return await answering.answer_form(self._tools, person, ask_id)

    async def answer(
        self, delivery: Delivery, person: Person, ask_id: UUID, say_now: str, detail: str
    ) -> Note | None:
        """A line to say now, and detail."""
        return await answering.answer(self._tools, delivery, person, ask_id, say_now, detail)

    async def note_message(self, delivery: Delivery, person: Person, said: Said) -> Card | None:
        """A message came, was edited or deleted: a mention, a reply, or nothing of ours."""
        return await noticing.note_message(self._tools, delivery, person, said)

    async def note_mark(
        self, delivery: Delivery, person: Person, channel: str, ts: str, added: bool
    ) -> None:
        """A ✅ was put on a message, or taken off it."""
        await noticing.note_mark(self._tools, delivery, person, channel, ts, added)

    async def accept(
        self, delivery: Delivery, person: Person, ask_id: UUID, reply_id: UUID, pressed: Pressed
    ) -> Card | None:
        """ "This worked"."""
        return await accepting.accept(self._tools, delivery, person, ask_id, reply_id, pressed)

    async def solve(
        self,
        delivery: Delivery,
        person: Person,
        ask_id: UUID,
        practice_id: UUID,
        pressed: Pressed,
    ) -> Card | None:
        """ "This solves it", said of a practice."""
        return await solving.solve(self._tools, delivery, person, ask_id, practice_id, pressed)

    async def unaccept(
        self, delivery: Delivery, person: Person, ask_id: UUID, pressed: Pressed
    ) -> Card | None:
        """ "Undo"."""
        return await accepting.unaccept(self._tools, delivery, person, ask_id, pressed)

    async def not_me(
        self, delivery: Delivery, person: Person, ask_id: UUID, pressed: Pressed
    ) -> Card | None:
        """ "Not me"."""
        return await escalating.not_me(self._tools, delivery, person, ask_id, pressed)

    async def still_need_help(
        self, delivery: Delivery, person: Person, ask_id: UUID, pressed: Pressed
    ) -> Card | None:
        """ "Still need help"."""
        return await escalating.still_need_help(self._tools, delivery, person, ask_id, pressed)

    async def call_ended_form(self, person: Person, ask_id: UUID, now: datetime) -> Block:
        """What "Call ended" opens."""
        return await settling.call_ended_form(self._tools, person, ask_id, now)

    async def edit_form(self, person: Person, ask_id: UUID) -> Block:
        """What "Change question or topic" opens: for colleagues, the topic alone."""
        return await editing.edit_form(self._tools, person, ask_id)

    async def promise_call_back(
        self,
        delivery: Delivery,
        person: Person,
        ask_id: UUID,
        at: datetime | None,
        case: str = "",
    ) -> None:
        """The call ended with a promise; also moves the time of one."""
        await settling.promise_call_back(self._tools, delivery, person, ask_id, at, case)

    async def nothing_owed(
        self, delivery: Delivery, person: Person, ask_id: UUID, pressed: Pressed
    ) -> Card | None:
        """The call ended and the customer waits for nothing."""
        await self._settle(delivery, person, ask_id, pressed, AskState.NOTHING_OWED)
        return None

    async def withdraw(
        self, delivery: Delivery, person: Person, ask_id: UUID, pressed: Pressed
    ) -> Card | None:
        """The question is taken back."""
        await self._settle(delivery, person, ask_id, pressed, AskState.WITHDRAWN)
        return None

    async def not_a_question(
        self, delivery: Delivery, person: Person, ask_id: UUID, pressed: Pressed
    ) -> Card | None:
        """Only the asker or a coach may say so."""
        await self._settle(delivery, person, ask_id, pressed, AskState.NOT_A_QUESTION)
        return None

    async def change_call_state(
        self,
        delivery: Delivery,
        person: Person,
        ask_id: UUID,
        call_state: CallState,
        pressed: Pressed,
    ) -> Card | None:
        """On hold, or back on the line: the remaining rungs move."""
        return await settling.change_call_state(
            self._tools, delivery, person, ask_id, call_state, pressed
        )

    async def edit(
        self,
        delivery: Delivery,
        person: Person,
        ask_id: UUID,
        question: str | None,
        topic: Topic | None,
        contact: Contact | None,
    ) -> None:
        """The question, topic or contact as changed in the modal; None leaves it as it is."""
        await editing.edit(self._tools, delivery, person, ask_id, question, topic, contact)

    async def change_topic(
        self, delivery: Delivery, person: Person, ask_id: UUID, topic: Topic
    ) -> None:
        """The guess was wrong."""
        await editing.change_topic(self._tools, delivery, person, ask_id, topic)

    async def home_section(self, person: Person) -> list[Block]:
        """Advice's part of the person's Home tab; nothing for someone without a pod."""
        return await listing.home_section(self._tools, person)

    async def different(
        self, delivery: Delivery, person: Person, ask_id: UUID, pressed: Pressed
    ) -> Card | None:
        """ "Mine is different", said of an ask in a thread that several share."""
        return await joining.different(self._tools, delivery, person, ask_id, pressed)

    async def tell_askers(
        self,
        session: AsyncSession,
        told: Mapping[UUID, Card],
        now: datetime,
        *,
        quietly: bool = False,
    ) -> None:
        """Each card in its ask's own thread, where it mentions the asker unless `quietly`; joins
        the open transaction.
        """
        await telling_askers.tell_askers(session, told, now, quietly)

    async def tell_known_answer(
        self, session: AsyncSession, ask_ids: Collection[UUID], now: datetime
    ) -> None:
        """These asks are one matter: what is answered at one reaches the others; joins the open
        transaction.
        """
        await other_cards.tell_known(self._tools, session, ask_ids, now)

    async def rest(
        self, session: AsyncSession, ask_id: UUID, alert_id: UUID, headline: str, now: datetime
    ) -> None:
        """Its asker says that this alert is what it is about: nobody is called; joins the open
        transaction.
        """
        await resting.rest(self._tools, session, ask_id, alert_id, headline, now)

    async def go_on(
        self, session: AsyncSession, ask_id: UUID, alert_id: UUID, now: datetime
    ) -> None:
        """Its asker says that it is something else; joins the open transaction."""
        await resting.go_on(self._tools, session, ask_id, alert_id, now)

    async def on_a_call(self, session: AsyncSession, pod_id: UUID, now: datetime) -> set[str]:
        """Which members of a pod talk with a customer, as far as asks and claims tell."""
        users = [member.user for member in await list_members(session, pod_id)]
        return await list_on_a_call(session, users, now)

    async def on_posted(
        self, session: AsyncSession, row: OutboxRow, ts: str, now: datetime
    ) -> None:
        """The sender, in its transaction: `row` stands at `ts`."""
        await replying.on_posted(self._tools, session, row, ts, now)

    async def escalate_due(self, timer_id: UUID, now: datetime) -> None:
        await escalating.escalate_due(self._tools, timer_id, now)

    async def check_claim_due(self, timer_id: UUID, now: datetime) -> None:
        await claiming.check_claim_due(self._tools, timer_id, now)

    async def release_claim_due(self, timer_id: UUID, now: datetime) -> None:
        await claiming.release_claim_due(self._tools, timer_id, now)

    async def remind_call_back_due(self, timer_id: UUID, now: datetime) -> None:
        await listing.remind_call_back_due(self._tools, timer_id, now)

    async def lapse_due(self, timer_id: UUID, now: datetime) -> None:
        await settling.lapse_due(self._tools, timer_id, now)

    async def end_undo_due(self, timer_id: UUID, now: datetime) -> None:
        await accepting.end_undo_due(self._tools, timer_id, now)

    async def end_of_shift_due(self, timer_id: UUID, now: datetime) -> None:
        await shifts.end_of_shift_due(self._tools, timer_id, now)

    async def follow_due(self, timer_id: UUID, now: datetime) -> None:
        await joining.follow_due(self._tools, timer_id, now)

    async def callers_due(self, timer_id: UUID, now: datetime) -> None:
        await joining.callers_due(self._tools, timer_id, now)

    async def _settle(
        self, delivery: Delivery, person: Person, ask_id: UUID, pressed: Pressed, state: AskState
    ) -> None:
        await settling.settle(self._tools, delivery, person, ask_id, pressed, state)
