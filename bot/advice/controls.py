"""The buttons and menus of an ask's cards, the same wherever they stand."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from bot.advice import words
from bot.advice.facts import ALONE, Around
from bot.advice.phrases import label
from bot.advice.rules import claimer_answered
from bot.advice.words import More
from bot.text import kit
from bot.text.kit import Block, Element
from storage.advice import Ask, AskState, CallState, Reply

_MOST_OPTIONS: Final = 5
_MOST: Final = 3  # beside the "…"
_ONE_MAY_FIT: Final = "1 note may fit"
_MAY_FIT: Final = "{count} notes may fit"
_ONE_AFTER: Final = "{before} · 1 note"
_AFTER: Final = "{before} · {count} notes"


def of_card(ask: Ask, answers: Sequence[Reply], around: Around = ALONE) -> list[Element]:
    """What stands under the living card: at most three, and the "…".

    `answers` is the latest one of each person who replied, the last one last. Where the menu of
    several takes a place, "Answer" gives way: a reply in the thread is an answer, too, while
    only a button claims, or gives back what its claimer has not answered.
    """
    worked, shared = this_worked(ask, answers), around.callers > 1
    if ask.state is not AskState.CLAIMED and around.alert is not None:
        own = [still_need_help(ask), claim(ask), answer(ask)]
        return [*[*worked, *own][:_MOST], more(ask, shared=shared)]
    if ask.state is not AskState.CLAIMED:
        return [*[*worked, claim(ask), answer(ask)][:_MOST], more(ask, shared=shared)]
    if not answers:
        return [
            answer(ask),
            two_more_minutes(ask, named=True),
            back_to_the_pod(ask),
            more(ask, shared=shared),
        ]
    if claimer_answered(ask, answers):
        return [*worked, still_need_help(ask), more(ask, shared=shared)]
    own = [answer(ask), back_to_the_pod(ask)]
    return [*worked, *own[len(worked) - _MOST :], more(ask, shared=shared)]


def of_overflow_card(ask: Ask, *, named: bool, answered: bool) -> list[Element]:
    """What the overflow pod can do; settling is the asker's, in the home pod. A claim that its
    claimer `answered` needs no more time.
    """
    if ask.state is not AskState.CLAIMED:
        return [claim(ask), answer(ask)]
    if answered:
        return [answer(ask), back_to_the_pod(ask)]
    return [answer(ask), two_more_minutes(ask, named=named), back_to_the_pod(ask)]


def may_fit(ask: Ask, before: str = "") -> Block:
    """One line for all of them, after what the card has no other room for, and the button that
    shows them to whoever presses it.
    """
    count = ask.suggested or 0
    one, several = (_ONE_AFTER, _AFTER) if before else (_ONE_MAY_FIT, _MAY_FIT)
    line = (one if count == 1 else several).format(before=before, count=count)
    return kit.section(line, kit.button("Show", words.SHOW_SUGGESTED, str(ask.id)))


def this_worked(ask: Ask, answers: Sequence[Reply]) -> list[Element]:
    """A button for the last person who replied, and a menu of all where there are several.

    Choosing somebody in the menu says "this worked" of them at once. The button is needed beside
    it: clients send nothing when the option that is preselected is chosen.
    """
    if not answers:
        return []
    value = words.accept_value(ask, answers[-1])
    button = kit.button("This worked", words.ACCEPT, value, "primary")
    if len(answers) == 1:
        return [button]
    people = [kit.option(label(r.author_name), words.accept_value(ask, r)) for r in answers]
    return [button, kit.menu(words.ACCEPT_FROM, "Who helped", people, people[-1])]


def more(ask: Ask, *, shared: bool = False) -> Element:
    """The "…" of the living card; what several ask alike may be told apart."""
    options = dict(_MORE[ask.call_state])
    if shared or ask.joined_to is not None:
        # Five options are all that Slack takes, and what several ask is a question.
        options.pop("Not a question", None)
        options |= {"Mine is different": More.DIFFERENT} if len(options) < _MOST_OPTIONS else {}
    shown = {text: words.more_value(what, ask) for text, what in options.items()}
    return kit.overflow(words.MORE, shown)


def claim(ask: Ask) -> Element:
    return kit.button("I've got this", words.CLAIM, str(ask.id))


def answer(ask: Ask) -> Element:
    return kit.button("Answer", words.ANSWER, str(ask.id))


def two_more_minutes(ask: Ask, *, named: bool = False) -> Element:
    """`named` where others see it, too: it is the claimer's button."""
    template = "{claimer}: 2 more minutes" if named else "2 more minutes"
    text = template.format(claimer=label(ask.claimed_by_name))
    return kit.button(text, words.EXTEND, str(ask.id))


def back_to_the_pod(ask: Ask) -> Element:
    return kit.button("Back to the pod", words.GIVE_BACK, str(ask.id))


def not_me(ask: Ask) -> Element:
    return kit.button("Not me", words.NOT_ME, str(ask.id))


def still_need_help(ask: Ask, copied: Reply | None = None) -> Element:
    """`copied` is the answer that stands above it on a private copy."""
    value = words.accept_value(ask, copied) if copied else str(ask.id)
    return kit.button("Still need help", words.STILL_NEED_HELP, value)


def save_as_practice(ask: Ask) -> Element:
    return kit.button("Save as a practice", words.SAVE_AS_PRACTICE, str(ask.id))


def see_practice(practice_id: UUID) -> Element:
    return kit.button("See the practice", words.SEE_PRACTICE, str(practice_id))


def undo(ask: Ask, copied: Reply | None = None) -> Element:
    """`copied` as in `still_need_help`."""
    value = words.accept_value(ask, copied) if copied else str(ask.id)
    return kit.button("Undo", words.UNDO, value)


_MORE_TALKING = {
    "Customer on hold": More.ON_HOLD,
    "Call ended": More.CALL_ENDED,
    "Change question or topic": More.EDIT,
    "Take the question back": More.WITHDRAW,
    "Not a question": More.NOT_A_QUESTION,
}
_MORE_ON_HOLD = {
    "Customer is back": More.TALKING,
    "Call ended": More.CALL_ENDED,
    "Change question or topic": More.EDIT,
    "Take the question back": More.WITHDRAW,
    "Not a question": More.NOT_A_QUESTION,
}
_MORE_CALL_BACK = {
    "Customer is on the line": More.TALKING,
    "Called back, nothing owed": More.NOTHING_OWED,
    "Change the call-back time": More.CALL_ENDED,
    "Change question or topic": More.EDIT,
    "Take the question back": More.WITHDRAW,
}
_MORE = {
    CallState.TALKING: _MORE_TALKING,
    CallState.ON_HOLD: _MORE_ON_HOLD,
    CallState.CALL_BACK: _MORE_CALL_BACK,
}
