"""What advice decides: who may do what, what a thread says, and which words are newer."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from bot.advice.errors import (
    AlreadySettled,
    AlreadyTaken,
    NotYourPod,
    OnlyTheAskerOrACoach,
    OnlyTheClaimer,
    OwnAsk,
)
from bot.advice.facts import Worked
from storage.advice import LIVE, AcceptedVia, Ask, AskState, Mark, Reply
from storage.pods import Home, MemberFacts, Organisation, Role

YOUNG: Final = timedelta(minutes=15)
UNDO: Final = timedelta(seconds=10)
CHECK_MARKS: Final = frozenset({"white_check_mark", "heavy_check_mark", "ballot_box_with_check"})
COACHES: Final = frozenset({Role.COACH, Role.TEAM_LEADER})
CALLED_OFF: Final = frozenset({AskState.WITHDRAWN, AskState.NOT_A_QUESTION})
UNWANTED: Final = CALLED_OFF | {AskState.NOTHING_OWED}


def moment_of(ts: str) -> datetime:
    """When Slack says a message was posted. Raises `ValueError` for what is no ts."""
    return datetime.fromtimestamp(float(ts), UTC)


def is_young(ts: str, now: datetime) -> bool:
    """Whether what a message belongs to may still be on its way to us."""
    return now - moment_of(ts) <= YOUNG


def newer(edited: str | None, known: str | None) -> bool:
    """Whether words edited then replace those we know: an older edit never wins."""
    return float(edited or 0) > float(known or 0)


def later(moment: datetime | None, other: datetime) -> datetime:
    return other if moment is None else max(moment, other)


def check_in_pod(ask: Ask, member: MemberFacts) -> None:
    """Raises `NotYourPod` for members of neither the home pod nor the overflow pod."""
    if member.pod_id not in (ask.pod_id, ask.overflow_pod_id):
        raise NotYourPod


def check_may_settle(ask: Ask, member: MemberFacts) -> None:
    """Raises `OnlyTheAskerOrACoach`."""
    if not may_settle(ask, member):
        raise OnlyTheAskerOrACoach


def may_settle(ask: Ask, member: MemberFacts) -> bool:
    """The asker, a coach of the home pod, or its team leader."""
    coach = member.role in COACHES and member.pod_id == ask.pod_id
    return member.user == ask.asker or coach


def sees_names(ask: Ask, home: Home) -> bool:
    """Whether somebody there may know who asks and helps: not where a partner organisation is
    asked as the overflow pod, which sees the masked question only.
    """
    return home.pod.id == ask.pod_id or home.pod.organisation is not Organisation.PARTNER


def thread_of(ask: Ask, pod_id: UUID) -> tuple[str, str | None]:
    """Where a pod reads the ask: its channel, and the thread's root, once that stands."""
    if pod_id not in (ask.pod_id, ask.overflow_pod_id):
        return "", None
    if pod_id != ask.pod_id:
        return ask.overflow_channel or "", ask.overflow_thread_ts
    return ask.channel, ask.thread_ts


def check_may_claim(ask: Ask, home: Home, now: datetime, permalink: str | None = None) -> None:
    """Raises what stands in the way of "I've got this"; `permalink` leads into the thread."""
    member = home.member
    check_in_pod(ask, member)
    if ask.asker == member.user:
        raise OwnAsk
    check_live(ask)
    if ask.claimed_by and ask.claimed_by != member.user and ask.claimed_at:
        seconds = max(0, int((now - ask.claimed_at).total_seconds()))
        raise AlreadyTaken(_claimer(ask, home), seconds, permalink)


def check_may_move_claim(ask: Ask, home: Home) -> None:
    """Raises `OnlyTheClaimer`: the claim is the claimer's; the asker or a coach may end it."""
    if home.member.user != ask.claimed_by and not may_settle(ask, home.member):
        raise OnlyTheClaimer(_claimer(ask, home))


def _claimer(ask: Ask, home: Home) -> str | None:
    return (ask.claimed_by_name or None) if sees_names(ask, home) else None


def check_live(ask: Ask) -> None:
    if ask.state not in LIVE:
        raise AlreadySettled


def answers_of(ask: Ask, replies: Iterable[Reply]) -> list[Reply]:
    """What others wrote, also what was deleted since; in the order of time."""
    others = (reply for reply in replies if reply.author and reply.author != ask.asker)
    return sorted(others, key=lambda reply: (reply.at, reply.ts))


def is_by_practice_alone(ask: Ask, replies: Sequence[Reply], said: Worked) -> bool:
    """What worked came from the store, and until then no colleague's answer stood."""
    accepted = next((reply for reply in replies if reply.id == said.reply_id), None)
    if accepted is None or accepted.practice_id is None:
        return False
    return not any(
        reply.practice_id is None and reply.deleted_at is None and reply.at <= said.at
        for reply in answers_of(ask, replies)
    )


def claimer_answered(ask: Ask, replies: Iterable[Reply]) -> bool:
    """Whether whoever has the ask answered since they took it, and that answer stands."""
    return ask.state is AskState.CLAIMED and any(
        reply.author == ask.claimed_by
        and reply.deleted_at is None
        and (ask.claimed_at is None or reply.at >= ask.claimed_at)
        for reply in replies
    )


def first_to_tell(ask: Ask, replies: Iterable[Reply]) -> Reply | None:
    """The answer that mentions those who ask; None where there is nothing to say. A practice's is
    none: the asker was the one who read it.
    """
    standing = (reply for reply in answers_of(ask, replies) if reply.deleted_at is None)
    return next((reply for reply in standing if reply.practice_id is None), None)


def worked(
    ask: Ask,
    replies: Sequence[Reply],
    marks: Sequence[Mark],
    is_thanks: Callable[[str], bool],
) -> Worked | None:
    """The answer that worked, as the thread tells: the asker's ✅ on it, or their thanks after it.

    A function of what stands there, so that events may come in any order; what came before the
    asker took an acceptance back no longer counts.
    """
    answers = answers_of(ask, replies)
    marked = _marked(ask, answers, marks) or _card_marked(ask, answers, marks)
    return marked or _thanked(ask, answers, replies, is_thanks)


def markable(ask: Ask, replies: Iterable[Reply]) -> set[str]:
    """The messages of the home channel on which the asker's ✅ says something, by their ts."""
    theirs = {ts for reply in replies for ts in (reply.ts, reply.copy_ts) if ts}
    return theirs | _whole_ask(ask)


def _whole_ask(ask: Ask) -> set[str]:
    """The messages that stand for the ask: its card, and the asker's own where it is the root."""
    root = ask.source_ts if ask.source_ts == ask.thread_ts else None
    return {ts for ts in (ask.card_ts, root) if ts}


def _card_marked(ask: Ask, answers: Sequence[Reply], marks: Sequence[Mark]) -> Worked | None:
    """A ✅ on the card means the last answer that stood there by then."""
    on_card = [mark for mark in marks if mark.ts in _whole_ask(ask) and _counts(ask, mark.at)]
    for mark in sorted(on_card, key=lambda mark: (mark.at, mark.ts)):
        before = [each for each in answers if each.at <= mark.at and each.deleted_at is None]
        if before:
            return Worked(before[-1].id, before[-1].author, AcceptedVia.MARK, mark.at)
    return None


def _marked(ask: Ask, answers: Sequence[Reply], marks: Sequence[Mark]) -> Worked | None:
    for mark in sorted(marks, key=lambda mark: (mark.at, mark.ts)):
        for answer in answers:
            if mark.ts in (answer.ts, answer.copy_ts) and _counts(ask, mark.at):
                return Worked(answer.id, answer.author, AcceptedVia.MARK, mark.at)
    return None


def _thanked(
    ask: Ask,
    answers: Sequence[Reply],
    replies: Sequence[Reply],
    is_thanks: Callable[[str], bool],
) -> Worked | None:
    own = (r for r in replies if r.author == ask.asker and r.deleted_at is None)
    for reply in sorted(own, key=lambda reply: (reply.at, reply.ts)):
        before = [answer for answer in answers if (answer.at, answer.ts) < (reply.at, reply.ts)]
        if before and _counts(ask, reply.at) and is_thanks(reply.text):
            return Worked(before[-1].id, before[-1].author, AcceptedVia.THANKS, reply.at)
    return None


def _counts(ask: Ask, at: datetime) -> bool:
    if ask.joined_to is not None and at < ask.asked_at:
        return False  # said in the thread before they asked the same there
    return ask.unaccepted_at is None or at > ask.unaccepted_at


def is_over(until: datetime, now: datetime) -> bool:
    return until <= now
