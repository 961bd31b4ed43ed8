"""Who may prepare a talk with whom."""

from datetime import datetime, timedelta
from typing import Final

from storage.huddles_coaching import Coaching
from storage.pods import Home, MemberFacts, Role

A_SLIP: Final = timedelta(minutes=15)
COACHES: Final = frozenset({Role.COACH, Role.TEAM_LEADER})


def may_reopen(coaching: Coaching, user: str, now: datetime) -> bool:
    """Whether somebody takes back that they talked: its coach, and its rep after a slip."""
    ended_at = coaching.ended_at
    return ended_at is not None and (user == coaching.coach or now - ended_at <= A_SLIP)


def is_coach(home: Home) -> bool:
    """Whether they prepare talks at all."""
    return home.member.role in COACHES


def may_coach(home: Home, member: MemberFacts) -> bool:
    """A coach or the team leader with somebody of their own pod; with coaches, the leader."""
    if not is_coach(home) or member.user == home.member.user:
        return False
    return member.pod_id == home.pod.id and (
        home.member.role is Role.TEAM_LEADER or member.role not in COACHES
    )
