"""Who has an alert, how else it may be said, and what is shown of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.changes import Tools, show_alert, who_ended
from bot.alerts.checking import LONGEST, typed
from bot.alerts.errors import Gone, MissingWords, NoTimeYet, Over, SaidOftenEnough, TooManyWords
from bot.alerts.repainting import repaint, subject_of
from bot.alerts.rules import may, next_count
from bot.alerts.seeing import check_sees, list_seen, look_from
from bot.alerts.shown import Listed, Pressed, Shown, Whole
from bot.alerts.times import says_a_time
from bot.alerts.unposted import list_in_force, look_around
from bot.delivery.outbox import say
from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.pods.service import get_actor, get_home
from bot.text.languages import language
from storage.alerts import Alert, AlertSaying, AlertState, Basis
from storage.alerts_cards import add_receipt, find_card, list_cards, lock_digests
from storage.alerts_reach import get_market
from storage.alerts_reading import find_alert, list_changes, list_sayings
from storage.outbox import find_posted_at

MOST_SAYINGS = 100


async def got_it(
    tools: Tools, delivery: Delivery, person: Person, alert_id: UUID, pressed: Pressed
) -> tuple[Alert, bool]:
    """Counted once for each person; the count is shown at the end of its five minutes, by the
    press's own response_url.
    """
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        alert = await _find(session, alert_id, home, delivery.now)  # locked: counts take turns
        await lock_digests(session, [alert_id])
        card = await find_card(session, alert_id, home.pod.id)
        is_new = await add_receipt(session, alert_id, home.pod.id, person.user, delivery.now)
        if is_new and card is not None and alert.state is not AlertState.ENDED:
            shown = await look_from(session, alert, home.pod.id)
            card.counted = shown.have
            url = await _url_of(session, pressed, subject_of(card))
            at = next_count(delivery.now)
            await say(session, at, await repaint(session, card, shown, delivery.now, url))
        return alert, is_new


async def _find(session: AsyncSession, alert_id: UUID, home: Home, now: datetime) -> Alert:
    """Under its lock. Raises `Gone`."""
    alert = await find_alert(session, alert_id)
    if alert is None:
        raise Gone
    await check_sees(session, alert, home, now)
    return alert


async def _url_of(session: AsyncSession, pressed: Pressed, about: str) -> str | None:
    """The press's own, where it was made on the card itself: it repaints nothing else."""
    if pressed.channel is None or pressed.ts is None:
        return None
    posted = await find_posted_at(session, pressed.channel, pressed.ts)
    return pressed.response_url if posted and posted.subject == about else None


async def open_saying(tools: Tools, person: Person, alert_id: UUID, now: datetime) -> Alert:
    """What is to be said. Raises `Over`, `Gone`."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        alert = await show_alert(session, alert_id, home, now)
        if alert.state is AlertState.ENDED:
            raise Over(await who_ended(session, alert))
        return alert


async def add_saying(
    tools: Tools, delivery: Delivery, person: Person, alert_id: UUID, text: str
) -> tuple[bool, bool]:
    """Whether it is new, and whether something was masked. The same words are one."""
    said = typed(tools.masker, text, lines=True)
    if not said.text:
        raise MissingWords("saying")
    if len(said.text) > LONGEST["say_en"]:
        raise TooManyWords("saying", len(said.text), LONGEST["say_en"])
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        alert = await _find(session, alert_id, home, delivery.now)
        if alert.state is AlertState.ENDED:
            raise Over(await who_ended(session, alert))
        if alert.basis is Basis.UNKNOWN and says_a_time(said.text):
            raise NoTimeYet("saying")
        known = await list_sayings(session, alert_id)
        if said.text in {each.text for each in known}:
            return False, bool(said.kinds)
        if len(known) >= MOST_SAYINGS:
            raise SaidOftenEnough
        saying = AlertSaying(
            alert_id=alert_id,
            language=language(said.text),
            text=said.text,
            author=person.user,
            author_name=home.member.name,
            at=delivery.now,
        )
        session.add(saying)
    return True, bool(said.kinds)


async def show(tools: Tools, person: Person, alert_id: UUID, now: datetime) -> Shown:
    """The card, as the person's pod has it."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        alert = await show_alert(session, alert_id, home, now)
        return await look_from(session, alert, home.pod.id)


async def show_whole(tools: Tools, person: Person, alert_id: UUID, now: datetime) -> Whole:
    """All that belongs to it."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        alert = await show_alert(session, alert_id, home, now)
        shown = await look_from(session, alert, home.pod.id)
        history = await list_changes(session, alert_id)
        return Whole(shown, history, await list_cards(session, alert_id))


async def list_live(tools: Tools, person: Person, now: datetime) -> Listed:
    """What goes on for the person's pod, and how far that is known."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        notes = await tools.notes(session, now, home.market.timezone)
        several = await list_for(session, home, now)
        here = await look_around(session, home, now)
    rest = await list_in_force(tools, here, now)
    return Listed(several, home.market.name, notes, may(home, home.market.id, False), rest)


async def list_for(session: AsyncSession, home: Home, now: datetime) -> list[Shown]:
    """Without the counts, which no list shows: however many there are, they are listed at once."""
    alerts = await list_seen(session, home, now)
    markets = {each.market_id for each in alerts}
    known = {market: await get_market(session, market) for market in markets}
    return [Shown(each, (), known[each.market_id]) for each in alerts]
