"""Who meets in which wave: half the pod is on the phones while the other half meets.

Somebody who works during one wave alone is in that one. The others are dealt out by their Slack
ids, group by group: each wave has coaches and specialists, and who comes or goes moves hardly
anybody else. Who works during none of them is dealt out last.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from zlib import crc32

from bot.pods import rules
from bot.pods.facts import MarketFacts, MemberFacts, PodFacts
from bot.pods.opening import holds
from storage.pods import Role

_COACHING: Final = frozenset({Role.TEAM_LEADER, Role.COACH})
_KNOWING: Final = frozenset({Role.TECH_SPECIALIST, Role.RESOLUTION_EXPERT})


def split(
    members: Sequence[MemberFacts],
    pod: PodFacts,
    market: MarketFacts,
    starts: Sequence[datetime],
) -> list[list[str]]:
    """The users of each wave, in the order of `members`: everybody is in exactly one. Who works
    at none of these times is in one all the same, to have its recap.
    """
    waves: list[list[MemberFacts]] = [[] for _ in starts]
    if not waves:
        return []
    free: list[MemberFacts] = []
    out: list[MemberFacts] = []
    for member in members:
        there = [wave for wave, at in enumerate(starts) if works(member, pod, market, at)]
        if len(there) == 1 or len(waves) == 1:
            waves[there[0] if there else 0].append(member)
        else:
            (free if there else out).append(member)
    for group in (_COACHING, _KNOWING, None):
        _deal([each for each in free if _is_in(each, group)], waves, group)
    _deal(out, waves, None)  # after those who are there, of whom half is to be on the phones
    order = {member.user: place for place, member in enumerate(members)}
    return [sorted((each.user for each in wave), key=order.__getitem__) for wave in waves]


def on_the_phones(
    members: Sequence[MemberFacts],
    pod: PodFacts,
    market: MarketFacts,
    start: datetime,
    wave_people: Collection[str],
) -> list[str]:
    """Who is present at `start` and does not meet then."""
    met = frozenset(wave_people)
    return [
        each.user
        for each in members
        if each.user not in met and rules.present(each, pod, market, start)
    ]


def works(member: MemberFacts, pod: PodFacts, market: MarketFacts, at: datetime) -> bool:
    """Whether `at` is inside the member's shift, or the pod's hours where none is known."""
    hours = member.hours or rules.pod_hours(pod, market)
    return holds(hours, rules.minute_now(market, at))


def _deal(
    people: Sequence[MemberFacts], waves: list[list[MemberFacts]], group: Collection[Role] | None
) -> None:
    """Each to the wave that their id says; then as few as need be go where too few are. The last
    group evens out the whole.
    """
    for member in people:
        waves[_rank(member) % len(waves)].append(member)
    movable = {member.user for member in people}

    def size(wave: list[MemberFacts]) -> tuple[int, int]:
        return sum(_is_in(each, group) for each in wave) if group else len(wave), len(wave)

    while True:
        small, large = min(waves, key=size), max(waves, key=size)
        can = [each for each in large if each.user in movable]
        (fewer, few), (more, many) = size(small), size(large)
        if not can or not (more - fewer > 1 or (more - fewer == 1 and many - few > 1)):
            return
        member = min(can, key=_rank)
        large.remove(member)
        small.append(member)
        movable.discard(member.user)


def _is_in(member: MemberFacts, group: Collection[Role] | None) -> bool:
    return member.role not in _COACHING | _KNOWING if group is None else member.role in group


def _rank(member: MemberFacts) -> int:
    """The same in every process and for good, unlike `hash`."""
    return crc32(member.user.encode())
