"""Who is on the phones while half the pod meets: for those who plan that."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.occurring import notices
from bot.huddles.occurring.facts import Meeting
from bot.huddles.occurring.runners import leaders
from bot.huddles.occurring.telling import tell_people
from bot.huddles.schedule.waves import on_the_phones, split
from bot.pods.facts import LadderSettings, MemberFacts, PodInMarket
from storage.huddles import Huddle
from storage.pods import Role


def enough_of(place: PodInMarket) -> int:
    """With fewer present, a pod's questions go to its overflow pod."""
    return LadderSettings.of(place.pod.settings).enough_present


def count_on_the_phones(
    waves: Sequence[Huddle], members: Sequence[MemberFacts], place: PodInMarket
) -> list[int]:
    """During each wave; before its people are known, as they would be split now."""
    people = [each.people for each in waves]
    if not any(people):
        people = split(members, *place, [each.starts_at for each in waves])
    return [
        len(on_the_phones(members, *place, each.starts_at, met))
        for each, met in zip(waves, people, strict=True)
    ]


async def warn_of_thin_waves(
    session: AsyncSession,
    place: PodInMarket,
    meeting: Meeting,
    members: Sequence[MemberFacts],
    now: datetime,
) -> None:
    """Told only where it is worth saying: nobody, or fewer than are enough, during a wave."""
    enough = enough_of(place)
    counts = count_on_the_phones(meeting.planned, members, place)
    thin = [(wave, count) for wave, count in zip(meeting.planned, counts, strict=True)]
    thin = [(wave, count) for wave, count in thin if count < max(enough, 1)]
    if not thin:
        return
    told = [each for each in members if each.role is Role.RESOURCE_MANAGER] or leaders(members)
    card = notices.thin(thin, place, enough)
    await tell_people(session, place, [each.user for each in told], card, now)
