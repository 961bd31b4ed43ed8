"""Advice's section of the Home tab: my open asks and call-backs, what I am on, and asks that I
could help with.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from bot.advice import controls, words
from bot.advice.phrases import TOPICS, at_second, by, call_state, case_of, name, start
from bot.text import kit
from bot.text.kit import Block, Element
from storage.advice import Ask, AskState, CallState

MOST_SHOWN: Final = 12  # of each list; a Home tab holds 100 blocks of all features
QUESTION_SHOWN: Final = 120


def home_section(
    my_asks: Sequence[Ask],
    could_help: Sequence[Ask],
    zone: str,
    links: Mapping[UUID, str] | None = None,
    named: Collection[UUID] | None = None,
    claimed: Sequence[Ask] = (),
) -> list[Block]:
    """`links` leads to the threads, by the ask's id, where known; `named` are those of others
    that may be shown with people's names, None: all. `claimed` are those that I am on.
    """
    ask_button = kit.button("Ask the pod", words.NEW_ASK, "home", "primary")
    known = links or {}
    mine = [_mine(ask, zone, known.get(ask.id)) for ask in my_asks[:MOST_SHOWN]]
    theirs = [
        _theirs(ask, zone, known.get(ask.id), named is None or ask.id in named)
        for ask in could_help[:MOST_SHOWN]
    ]
    return [
        kit.header("Advice"),
        kit.actions(ask_button),
        kit.section("*Your open questions and call-backs*"),
        *(mine or [kit.context("Nothing of yours is open.")]),
        *_and_more(len(my_asks)),
        *_claimed(claimed, zone, known, named),
        kit.section("*Questions that you could help with*"),
        *(theirs or [kit.context("Nobody is waiting for help that you could give.")]),
        *_and_more(len(could_help)),
    ]


def without_a_pod(sentence: str) -> list[Block]:
    """`sentence` says whom to see."""
    return [kit.section(sentence)]


def _claimed(
    asks: Sequence[Ask], zone: str, links: Mapping[UUID, str], named: Collection[UUID] | None
) -> list[Block]:
    """Said only to those who are on something."""
    if not asks:
        return []
    shown = [
        _line(
            ask,
            _claimed_template(ask),
            zone,
            links.get(ask.id),
            controls.answer(ask),
            named is None or ask.id in named,
        )
        for ask in asks[:MOST_SHOWN]
    ]
    return [kit.section("*You are on it*"), *shown, *_and_more(len(asks))]


def _claimed_template(ask: Ask) -> str:
    if _is_answered(ask):
        return "*{who}* · {state} · {topic} — you answered"
    return "*{who}* · {state} · {topic} · asked {asked}"


def _mine(ask: Ask, zone: str, link: str | None) -> Block:
    return _line(ask, _my_template(ask), zone, link, controls.more(ask))


def _theirs(ask: Ask, zone: str, link: str | None, named: bool) -> Block:
    template = "*{who}* · {state} · {topic} · asked {asked}"
    if ask.state is AskState.CLAIMED:
        template = "*{who}* · {state} · {topic} — {claimer} is on it"
        if _is_answered(ask):
            template = "*{who}* · {state} · {topic} — {claimer} answered"
        return _line(ask, template, zone, link, None, named)
    return _line(ask, template, zone, link, controls.claim(ask), named)


def _my_template(ask: Ask) -> str:
    if ask.call_state is CallState.CALL_BACK and ask.call_back_at:
        return "📞 *call-back {by}* · case {case}" if ask.case else "📞 *call-back {by}* · {topic}"
    if _is_answered(ask):
        return "*{state}* · {topic} — {claimer} answered"
    if ask.state is AskState.CLAIMED:
        return "*{state}* · {topic} — {claimer} is on it"
    return "*{state}* · {topic} · asked {asked}"


def _is_answered(ask: Ask) -> bool:
    """Whether whoever has it answered: since then the claim has no end of its own."""
    return ask.state is AskState.CLAIMED and ask.claimed_until is None


def _line(
    ask: Ask,
    template: str,
    zone: str,
    link: str | None,
    control: Element | None,
    named: bool = True,
) -> Block:
    first = template.format(
        who=name(ask.asker_name if named else None),
        state=call_state(ask),
        topic=TOPICS[ask.topic],
        claimer=name(ask.claimed_by_name if named else None),
        asked=at_second(ask.asked_at, zone),
        by=by(ask.call_back_at, zone) if ask.call_back_at else "",
        case=case_of(ask),
    )
    question = start(ask.question, QUESTION_SHOWN)
    rest = f"{question}\n<{link}|Open the thread>" if link else question
    return kit.section(f"{first}\n{rest}", control)


def _and_more(count: int) -> list[Block]:
    if count <= MOST_SHOWN:
        return []
    return [kit.context(f"{count - MOST_SHOWN} more are not shown.")]
