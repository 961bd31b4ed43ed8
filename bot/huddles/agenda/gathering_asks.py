"""Asks that are still without an answer, or took longest, and answers that were corrected. Never
who asked, who was slow, or who was wrong: only what still wants an answer has a link to its thread.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from bot.huddles.agenda import lines
from bot.huddles.agenda.facts import USUAL_SECONDS, Candidate
from bot.huddles.agenda.unnamed import unnamed
from bot.huddles.agenda.week import MOST_OF_EACH, Week
from storage.huddles import ItemSource
from storage.huddles_concerns import map_concerns
from storage.huddles_gathering import (
    Said,
    Wait,
    list_about_alerts,
    list_corrected,
    list_said,
    list_waits,
)

STILL_FRESH: Final = timedelta(hours=1)
"""An ask without an answer for less may still get one."""

LONG: Final = timedelta(minutes=10)
"""An answer that took less is nothing to talk about."""


async def hard_asks(week: Week) -> list[Candidate]:
    """Those without an answer first, then those whose answer took longest; of several that mean
    the same one.
    """
    waits = await list_waits(week.session, week.pod_id, week.floor, week.long_ago)
    hard = sorted(
        (each for each in waits if _is_hard(week, each)), key=lambda each: _weight(week, each)
    )
    hardest = hard[: -4 * MOST_OF_EACH - 1 : -1]
    ids = [each.ask_id for each in hardest]
    about_alerts = await list_about_alerts(week.session, ids)
    said = await list_said(week.session, set(ids) - about_alerts)
    concerns = await map_concerns(week.session, said)
    told: dict[UUID, Wait] = {}
    for each in hardest:
        if each.ask_id in said:
            told.setdefault(concerns.get(each.ask_id, each.ask_id), each)
    return [
        _hard(week, wait, said[wait.ask_id], concerns.get(wait.ask_id))
        for wait in list(told.values())[:MOST_OF_EACH]
    ]


async def corrected_answers(week: Week) -> list[Candidate]:
    """The question tells what it was about; nothing leads to whose answer it was."""
    found = await list_corrected(week.session, week.pod_id, week.floor, 2 * MOST_OF_EACH)
    at = {each.ask_id: each.at for each in found if _is_news(week, each.ask_id, each.at)}
    said = await list_said(week.session, at)
    return [_corrected(week, said[each], at[each]) for each in at if each in said][:MOST_OF_EACH]


def _is_hard(week: Week, wait: Wait) -> bool:
    key, answered = _key(wait), wait.first_reply_at
    if key in week.past.shown:
        is_settled = answered is not None or key in week.past.settled
        return not is_settled and wait.asked_at > week.began
    if not week.past.waits_since(key, wait.asked_at):
        return False
    took = (answered or week.now) - wait.asked_at
    return took >= (STILL_FRESH if answered is None else LONG)


def _key(wait: Wait) -> str:
    return f"ask:{wait.ask_id}"


def _weight(week: Week, wait: Wait) -> tuple[bool, bool, timedelta, int]:
    """What was talked about before comes after what was not."""
    answered, is_new = wait.first_reply_at, _key(wait) not in week.past.shown
    took = (answered or week.now) - wait.asked_at
    return answered is None, is_new, took, wait.ask_id.int


def _hard(week: Week, wait: Wait, said: Said, concern: UUID | None) -> Candidate:
    key, question = _key(wait), unnamed(said.question, said.asker_name)
    open_, is_new, took, _ = _weight(week, wait)
    if open_:
        text, detail = lines.unanswered(question), lines.asked_on(week.day(wait.asked_at))
    else:
        text = lines.took_long(question)
        detail = lines.found_after(round(took.total_seconds() / 60))
    return Candidate(
        source=ItemSource.ASK,
        key=key,
        text=text,
        detail=detail,
        refs={"ask": str(wait.ask_id)}
        | ({"concern": str(concern)} if concern else {})
        | (week.url(said) if open_ else {}),
        seconds=USUAL_SECONDS[ItemSource.ASK],
        weight=took.total_seconds() + (open_ * 1e8) + (is_new * 1e7),
        again=week.talked_about(key),
    )


def _is_news(week: Week, ask_id: UUID, at: datetime) -> bool:
    key = f"corrected:{ask_id}"
    shown = week.past.shown.get(key)
    return at > shown if shown else week.past.waits_since(key, at)


def _corrected(week: Week, said: Said, at: datetime) -> Candidate:
    key = f"corrected:{said.id}"
    return Candidate(
        source=ItemSource.CORRECTED,
        key=key,
        text=lines.corrected(unnamed(said.question, said.asker_name)),
        detail=lines.corrected_on(week.day(at)),
        refs={"ask": str(said.id)},
        seconds=USUAL_SECONDS[ItemSource.CORRECTED],
        weight=at.timestamp(),
        again=lines.CORRECTED_AGAIN if key in week.past.shown else "",
    )
