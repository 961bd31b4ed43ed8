"""What advice refuses, each with the sentence that the person who acted reads."""

from bot.advice.phrases import name
from bot.errors import BadInput, NotAllowed, NotFound, PodlineError


class PodHasNoChannel(PodlineError):
    """The asker's pod stands in the roster, but no channel was made for it."""

    sentence = (
        "Your pod has no channel yet, so nobody would see this. "
        "Your team leader can have it set up; until then ask a colleague directly."
    )


class NotYourPod(NotAllowed):
    """Somebody outside the pod and its overflow pod pressed a control of the card."""

    sentence = "This ask belongs to another pod. You can still reply in its thread."


class OnlyTheAskerOrACoach(NotAllowed):
    """Only the asker or a coach settles, edits or withdraws an ask."""

    sentence = "Only the person who asked or a coach can do that. You can reply in the thread."


class OnlyTheClaimer(NotAllowed):
    """`claimer` has the ask; only they, the asker or a coach can move the claim."""

    sentence = "Only the person who took this one can do that."

    def __init__(self, claimer: str | None = None) -> None:
        sentence = "{claimer} has this one. You can still answer in the thread."
        super().__init__(sentence.format(claimer=name(claimer)) if claimer else None)


class OwnAsk(NotAllowed):
    """The asker pressed "I've got this" or "Answer" on their own ask."""

    sentence = (
        "This is your own question. "
        "Add to it in its thread, or choose “Call ended” under … when you no longer need help."
    )


class AlreadyTaken(PodlineError):
    """`by` claimed it `seconds` ago; `permalink` leads into the thread."""

    sentence = "Somebody took this one just before you. You can still answer in the thread."

    def __init__(
        self, by: str | None = None, seconds: int = 0, permalink: str | None = None
    ) -> None:
        super().__init__(_taken(name(by), seconds) if by else None)
        if permalink is not None:
            self.way_on = ("Join the thread", permalink)


class AlreadySettled(PodlineError):
    """A control of a card that is no longer open."""

    sentence = (
        "This one is settled already. Reply in the thread to add to it, or {advise} to ask anew."
    )


class Stale(NotFound):
    """A control, a modal or a value of an older version, or of an ask that is gone."""

    sentence = "This button is from before and no longer works. Use the newest card, or {advise}."


class TooLateToUndo(PodlineError):
    """The few seconds to undo are over."""

    sentence = "It is too late to undo this. If you still need help, ask again with {advise}."


class AlreadyDeclined(PodlineError):
    """ "Not me" pressed twice, or by somebody who was not mentioned."""

    sentence = "Nothing to hand on: Podline is not waiting for you on this one."


class EmptyQuestion(BadInput):
    """A question without words."""

    sentence = "There is no question in it yet. Write what the customer needs, then send it again."


class TooLongToLookOver(BadInput):
    """A question from elsewhere that the form, in which it is shown first, cannot hold."""

    sentence = (
        "The form that opens here holds 3,000 characters. "
        "Use {advise} in your pod's channel: there a question of any length is posted whole."
    )


class EmptyAnswer(BadInput):
    """An answer without words."""

    sentence = "There is no answer in it yet. Write a line to say now, or some detail."


class SayNowTooLong(BadInput):
    """A say-now line of more than 140 characters; `length` is what it has."""

    sentence = "The line to say now can have 140 characters. Put the rest into the detail."

    def __init__(self, length: int | None = None, field: str | None = None) -> None:
        sentence = (
            "The line to say now can have 140 characters; this has {length}. "
            "Put the rest into the detail."
        )
        super().__init__(sentence.format(length=length) if length else None, field)


class CallBackInThePast(BadInput):
    """A call-back promised for a time that is over."""

    sentence = "That time is over already. Choose when the customer expects your call."


class CallBackWithoutATime(BadInput):
    """A call-back promised without saying until when."""

    sentence = "Choose until when you promised to call, or “Nothing owed”."


class CaseIsPrivate(BadInput):
    """What stands for the case number looks like a customer's data, which is not kept."""

    sentence = (
        "This looks like a customer's own number, so it was not saved. Give the number of the "
        "case, or leave this empty."
    )


def _taken(by: str, seconds: int) -> str:
    if seconds < 1:
        return f"{by} took this a moment ago. You can still answer in the thread."
    if seconds == 1:
        return f"{by} took this 1 second ago. You can still answer in the thread."
    if seconds < 120:
        return f"{by} took this {seconds} seconds ago. You can still answer in the thread."
    return f"{by} has this one already. You can still answer in the thread."
