"""Who may prepare a talk with whom."""

from typing import Final

from storage.pods import Home, MemberFacts, Role

COACHES: Final = frozenset({Role.COACH, Role.TEAM_LEADER})


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
