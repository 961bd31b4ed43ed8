"""What follows from asks that share one thread: the first has the card, the others joined it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.advice.rules import CALLED_OFF, UNWANTED, answers_of
from storage.advice import LIVE, Ask, AskState, CallState, Reply

MOST_MENTIONED: Final = 20
"""So many people one message mentions; more are mentioned by the next one."""

COUNTED_EVERY: Final = timedelta(minutes=5)
SOONEST: Final = timedelta(milliseconds=1)
"""What others join was active later than it was asked: so its card knows of them."""

_CLOCKS_DIFFER: Final = timedelta(seconds=1)  # Slack's and ours
_FOLLOWED_EVERY: Final = timedelta(minutes=1)


def may_be_joined(first: Ask, replies: Sequence[Reply], ask: Ask) -> bool:
    """Whether a new ask may stand in that one's thread: its own pod's, of somebody else, and where
    it is answered for, or was.
    """
    if first.pod_id != ask.pod_id or first.joined_to is not None or first.asker == ask.asker:
        return False
    return first.state in LIVE or (
        first.state is AskState.ACCEPTED and best_answer(first, replies) is not None
    )


def best_answer(first: Ask, replies: Sequence[Reply]) -> Reply | None:
    """What somebody who comes now is told: what worked, or else the newest answer."""
    standing = [each for each in answers_of(first, replies) if each.deleted_at is None]
    if first.state is AskState.ACCEPTED:
        return next((each for each in standing if each.id == first.accepted_reply_id), None)
    typed = [each for each in standing if each.practice_id is None]
    return typed[-1] if typed else None


def untold(asks: Iterable[Ask]) -> list[Ask]:
    """Those whose askers the first answer still has to reach."""
    over = UNWANTED | {AskState.ACCEPTED}
    return [each for each in asks if each.told_at is None and each.state not in over]


def told_with(reply: Reply, asks: Iterable[Ask]) -> list[str]:
    """Whom the message that repeats this answer mentioned."""
    return askers_of(each for each in asks if each.told_at == reply.copied_at)[:MOST_MENTIONED]


def was_told(ask: Ask, reply: Reply, replies: Sequence[Reply]) -> bool:
    """Whether this is the answer that its asker has: the newest one when they were told."""
    if ask.told_at is None:
        return False
    if any(each.copied_at == ask.told_at for each in replies):
        return reply.copied_at == ask.told_at
    by_then = ask.told_at + _CLOCKS_DIFFER
    known = [each for each in replies if each.at <= by_then and each.deleted_at is None]
    return bool(known) and max(known, key=lambda each: (each.at, each.ts)).id == reply.id


def waits(ask: Ask, first: Ask, replies: Sequence[Reply]) -> bool:
    """Whether its asker has neither an alert's facts nor an answer that stands and helps."""
    if ask.alert_id is not None:
        return False
    if ask.told_at is None or (ask.resumed_at is not None and ask.resumed_at >= ask.told_at):
        return True
    return all(each.deleted_at is not None for each in answers_of(first, replies))


def count_callers(first: Ask, joined: Iterable[Ask], alike: Collection[str] = ()) -> int:
    """How many people ask the same, where a thread is shared: each once, the first one among them,
    and those who ask it at cards of their own (`alike`). 1 for who is alone in theirs.
    """
    here = {each.asker for each in joined if each.state not in CALLED_OFF} - {first.asker}
    return len({first.asker, *here, *alike}) if here else 1


def paced(ask: Ask, joined: Iterable[Ask]) -> Ask:
    """The ask as its ladder sees it: while one of those who joined has a customer on the line,
    it is as urgent as theirs, though its own call has ended.
    """
    if ask.call_state is not CallState.CALL_BACK:
        return ask
    urgent = (j for j in joined if j.state in LIVE and j.call_state is not CallState.CALL_BACK)
    most = next(urgent, None)
    if most is None:
        return ask
    state = {"call_state": most.call_state, "contact": most.contact}
    return Ask(**(ask.model_dump() | state))


def rests(ask: Ask, joined: Iterable[Ask]) -> bool:
    """Whether everybody who asks in one thread said that an alert is what it is about."""
    waiting = (each for each in joined if each.state in LIVE)
    return ask.alert_id is not None and all(each.alert_id is not None for each in waiting)


def next_count(now: datetime) -> datetime:
    """When a count that changes now is shown: at the end of its five minutes."""
    return _end_of(now, COUNTED_EVERY)


def next_call(now: datetime) -> datetime:
    """When those who joined by now are mentioned, all in one message."""
    return _end_of(now, _FOLLOWED_EVERY)


def askers_of(asks: Iterable[Ask]) -> list[str]:
    """Each person once, in the order of their asking."""
    return list(dict.fromkeys(each.asker for each in asks))


def batches(people: Sequence[str]) -> Iterator[Sequence[str]]:
    """As many as one message mentions."""
    for at in range(0, len(people), MOST_MENTIONED):
        yield people[at : at + MOST_MENTIONED]


def _end_of(now: datetime, every: timedelta) -> datetime:
    seconds = int(every.total_seconds())
    ahead = seconds - int(now.timestamp()) % seconds
    return now.replace(microsecond=0) + timedelta(seconds=ahead)
