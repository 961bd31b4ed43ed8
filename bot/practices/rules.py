"""What practices decide: who may see, change and verify, and when an owner is asked."""

from datetime import datetime, timedelta
from typing import Final

from bot.practices.errors import (
    Archived,
    Gone,
    OnlyTheOwnerOrACoach,
    OnlyWhoVerifies,
)
from bot.practices.facts import What
from storage.pods import Home, Organisation, PodInMarket, Role
from storage.practices import Practice, PracticeState, Reach, Scope

COACHES: Final = frozenset({Role.COACH, Role.TEAM_LEADER})
VERIFIERS: Final = COACHES | {Role.TECH_SPECIALIST, Role.RESOLUTION_EXPERT}

UNUSED_FOR: Final = timedelta(days=90)
ANSWER_WITHIN: Final = timedelta(days=14)
ONE_CALL: Final = timedelta(hours=12)
LATELY: Final = timedelta(days=90)
ANSWERS_AFTER: Final = timedelta(seconds=10)
ENOUGH_AGAINST: Final = 2

_LOOKED_AT: Final = frozenset({What.EDITED, What.VERIFIED, What.CONFIRMED, What.SHARED})


def reach_of(home: Home) -> Reach:
    """From where somebody searches."""
    member, market = home.member, home.market
    return Reach(member.team_id, member.user, home.pod.id, market.id, is_partner(home))


def is_partner(place: Home | PodInMarket) -> bool:
    """Whether a pod belongs to another organisation, which sees less."""
    return place.pod.organisation is Organisation.PARTNER


def may_see(practice: Practice, place: PodInMarket, reach: Reach, *, opened: bool = True) -> bool:
    """As the queries filter: `place` is where the practice was written; `opened`: it was more
    than a draft before it was archived.
    """
    if practice.team_id != reach.team:
        return False
    if not opened and reach.user not in (practice.author, practice.owner):
        return False
    if practice.state is PracticeState.DRAFT:
        return practice.author == reach.user
    if practice.scope is Scope.PARTNERS or practice.pod_id == reach.pod_id:
        return True
    if reach.is_partner:
        return False
    same_market = place.market.id == reach.market_id
    return practice.scope is Scope.COMPANY or (practice.scope is Scope.MARKET and same_market)


def check_sees(practice: Practice, place: PodInMarket, home: Home, *, opened: bool = True) -> None:
    """Raises `Gone`, as for what is not there."""
    if not may_see(practice, place, reach_of(home), opened=opened):
        raise Gone


def is_reuse(practice: Practice, user: str) -> bool:
    """Whether a use counts: by others than whoever wrote it and whose words it was."""
    return user not in (practice.author, practice.helper)


def may_edit(practice: Practice, home: Home) -> bool:
    """The owner, a coach of the practice's pod, or its team leader."""
    coach = home.member.role in COACHES and home.pod.id == practice.pod_id
    return home.member.user == practice.owner or coach


def check_may_edit(practice: Practice, home: Home) -> None:
    if not may_edit(practice, home):
        raise OnlyTheOwnerOrACoach


def may_verify(practice: Practice, home: Home) -> bool:
    """By the roster's role; a partner's people verify what their own pod wrote."""
    ours = home.pod.organisation is not Organisation.PARTNER
    return home.member.role in VERIFIERS and (ours or home.pod.id == practice.pod_id)


def check_may_verify(practice: Practice, home: Home) -> None:
    if not may_verify(practice, home):
        raise OnlyWhoVerifies


def check_live(practice: Practice) -> None:
    if practice.state is PracticeState.ARCHIVED:
        raise Archived


def looked_at(practice: Practice, what: What, now: datetime) -> None:
    """Somebody looked: the practice holds again, and the wait for its next use begins anew."""
    if what in _LOOKED_AT:
        practice.confirmed_at = now
        practice.suspended_at = practice.stale_at = practice.asked_owner_at = None


def last_sign_of_life(practice: Practice) -> datetime:
    """When the practice was last used by others, confirmed, or made."""
    signs = (practice.used_at, practice.confirmed_at, practice.created_at)
    return max(sign for sign in signs if sign is not None)


def ask_owner_at(practice: Practice) -> datetime | None:
    """When the owner is asked whether it still holds; None for what nobody else sees, and for
    what was asked already.
    """
    if practice.state in (PracticeState.DRAFT, PracticeState.ARCHIVED):
        return None
    if practice.asked_owner_at is not None:
        return None
    return last_sign_of_life(practice) + UNUSED_FOR


def stale_from(practice: Practice) -> datetime | None:
    """When it counts as stale unless somebody says that it holds."""
    asked, live = practice.asked_owner_at, practice.state is not PracticeState.ARCHIVED
    waits = asked is not None and live and practice.stale_at is None
    return asked + ANSWER_WITHIN if asked is not None and waits else None


def judged_since(practice: Practice) -> datetime:
    """Since when words against it count: what was said before somebody looked is settled."""
    return practice.confirmed_at or practice.created_at - timedelta(seconds=1)


def keeps_verified(practice: Practice, home: Home) -> bool:
    """Whether an edit by this person leaves a verified practice verified."""
    return practice.state is PracticeState.VERIFIED and may_verify(practice, home)
