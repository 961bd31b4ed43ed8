"""The form, filled in: by what was typed, by a message, by what somebody suggested."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.changes import Tools, show_alert, who_ended
from bot.alerts.checking import typed
from bot.alerts.draft import Draft, draft_of
from bot.alerts.errors import DraftGone, NobodyPresent, OnlyWhoChanges, Over
from bot.alerts.fields import with_templates
from bot.alerts.rules import SUGGESTED_TO, May, first_present, may, may_change
from bot.alerts.seeing import covers, list_covering_pods
from bot.alerts.shown import Editing, Prepared
from bot.alerts.templates import is_template
from bot.alerts.typed import Market, read_typed
from bot.inbox import Person
from bot.pods.facts import Home, MemberFacts
from bot.pods.rules import local_time
from bot.pods.service import get_home
from bot.text.kinds import Kind
from storage.alerts import AlertState
from storage.alerts_reach import MarketPlace, get_market, list_markets
from storage.alerts_reading import find_draft, list_sayings
from storage.pods import list_members_of, list_pods_of_market


async def open_typed(tools: Tools, person: Person, text: str, now: datetime) -> Prepared:
    """`text` as somebody typed it: it may begin with the name of a market."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        markets = await list_markets(session, person.team)
        masked = typed(tools.masker, text)
        names = [Market(each.id, each.name, each.timezone) for each in markets]
        read = read_typed(masked.text, names, local_time(home.market, now))
        market = next((each for each in markets if each.id == read.market), None)
        market = market or await get_market(session, home.market.id)
        return await _prepared(session, home, market, read.draft, now, masked.kinds)


async def open_message(tools: Tools, person: Person, text: str, now: datetime) -> Prepared:
    """What somebody wrote: the first words are the headline, all of them what is noticed."""
    prepared = await open_typed(tools, person, text, now)
    said = typed(tools.masker, text, lines=True).text
    headline = prepared.draft.headline
    what = said if len(said) > len(headline) + 1 else ""
    return prepared._replace(draft=replace(prepared.draft, what=what))


async def open_draft(tools: Tools, person: Person, draft_id: UUID, now: datetime) -> Prepared:
    """What a colleague suggested. Raises `DraftGone` where it was posted."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        kept = await find_draft(session, draft_id)
        if kept is None or kept.team_id != person.team or kept.used_at is not None:
            raise DraftGone
        market = await get_market(session, kept.market_id)
        return await _prepared(session, home, market, Draft.read(kept.fields), now)


async def open_again(
    tools: Tools,
    person: Person,
    market_id: UUID,
    draft: Draft,
    now: datetime,
    at_least: May = May.SUGGEST,
) -> Prepared:
    """The form while it is filled in: another kind has other words to start from. Whoever was told
    of what is asked there may do `at_least` so much.
    """
    untouched = {field: "" for field in ("say_en", "say_es") if is_template(getattr(draft, field))}
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        market = await get_market(session, market_id)
        ready = _with_words(draft, untouched)
        return await _prepared(session, home, market, ready, now, at_least=at_least)


async def open_editing(tools: Tools, person: Person, alert_id: UUID, now: datetime) -> Editing:
    """What it says now. Raises `OnlyWhoChanges`, `Over`."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        alert = await show_alert(session, alert_id, home, now)
        if alert.state is AlertState.ENDED:
            raise Over(await who_ended(session, alert))
        if not may_change(alert, home, await covers(session, home, alert.market_id, now)):
            raise OnlyWhoChanges
        draft = draft_of(alert, await list_sayings(session, alert.id))
        market = await get_market(session, alert.market_id)
        return Editing(draft, alert.id, alert.version, market, now)


async def find_whom(
    session: AsyncSession, home: Home, market: MarketPlace, now: datetime
) -> MemberFacts:
    """To whom a draft goes: in a pod of the market, else in one that takes its calls now. Raises
    `NobodyPresent`.
    """
    own = await list_pods_of_market(session, home.member.team_id, market.id)
    for places in (own, await list_covering_pods(session, own, now)):
        members = await list_members_of(session, [each.pod.id for each in places], SUGGESTED_TO)
        if found := first_present(places, members, now, but=(home.member.user,)):
            return found
    raise NobodyPresent(market.name)


async def _prepared(
    session: AsyncSession,
    home: Home,
    market: MarketPlace,
    draft: Draft,
    now: datetime,
    masked: tuple[Kind, ...] = (),
    at_least: May = May.SUGGEST,
) -> Prepared:
    allowed = may(home, market.id, await covers(session, home, market.id, now))
    allowed = at_least if allowed is May.SUGGEST else allowed
    pods = await list_pods_of_market(session, home.member.team_id, market.id)
    to = await find_whom(session, home, market, now) if allowed is May.SUGGEST else None
    draft = _with_words(draft, with_templates(draft, market))
    return Prepared(draft, market, allowed, pods, to, masked)


def _with_words(draft: Draft, words: Mapping[str, str]) -> Draft:
    return replace(
        draft,
        say_en=words.get("say_en", draft.say_en),
        say_es=words.get("say_es", draft.say_es),
    )
