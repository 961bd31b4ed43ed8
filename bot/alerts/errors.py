"""What alerts refuse, each with the sentence that the person who acted reads."""

from bot.commands import advise
from bot.errors import BadInput, NotAllowed, NotFound, PodlineError
from bot.text.phrases import name, pod_name


class Gone(NotFound):
    """There is no such alert, or it is of a market that is none of this person's."""

    sentence = "That alert is not here any more, or it is of a market that is not yours."


class NotInForce(NotFound):
    """What a feed said is over, or an alert was made of it."""

    sentence = "That is over by now, or it was posted. `{alert} list` shows what is in force."


class DraftGone(NotFound):
    """What somebody suggested was used, or never was."""

    sentence = "That draft was posted already. `{alert} list` shows what is live."


class OnlyWhoChanges(NotAllowed):
    """Alerts are changed and ended by those whose work they are; others post a draft."""

    sentence = (
        "Only resolution experts, leaders and resource managers change alerts. "
        "Reply in its thread with what you know."
    )


class OnlyWhoConfirms(NotAllowed):
    """A senior rep's own alert is confirmed by somebody else."""

    sentence = (
        "Only resolution experts, leaders and resource managers confirm an alert. "
        "It ends by itself an hour after it was posted."
    )


class NotTheirQuestion(NotAllowed):
    """What a question is about says whoever asked it."""

    sentence = "Only whoever asked can say that. Reply in the thread with what you know."


class NobodyPresent(NotAllowed):
    """There is no one to suggest it to."""

    _SENTENCE = (
        "Nobody of {market} who posts alerts is there now. Ask the pod with {advise}, "
        "so that colleagues know."
    )

    def __init__(self, market: str) -> None:
        sentence = self._SENTENCE.format(market=pod_name(market), advise=f"`{advise()}`")
        super().__init__(sentence)


class Over(PodlineError):
    """An alert that has ended is changed by nobody."""

    _SENTENCE = "{who} ended this alert already. Post a new one if it is back."
    _LAPSED = "This alert has ended. Post a new one if it is back."

    def __init__(self, who: str | None = None) -> None:
        super().__init__(self._SENTENCE.format(who=name(who)) if who else self._LAPSED)


class AnsweredAlready(PodlineError):
    """Whether it is over is not asked any more: `until` says what holds now."""

    _SENTENCE = "That is answered by now: {until}. Its card has “Update” and “All clear” under “…”."

    def __init__(self, until: str) -> None:
        super().__init__(self._SENTENCE.format(until=until))


class NotUnconfirmed(PodlineError):
    """There is nothing to confirm any more."""

    sentence = "This alert is confirmed already."


class NothingEnded(PodlineError):
    """There is no alert to report of."""

    _SENTENCE = "No alert ended in {market} in the last 14 days."

    def __init__(self, market: str) -> None:
        super().__init__(self._SENTENCE.format(market=pod_name(market)))


class StillGoingOn(PodlineError):
    """There is no report before the end."""

    sentence = "This alert still goes on. Its report comes after the end."


class MissingWords(BadInput):
    """An alert without a headline or a kind, or a way to say it without words."""

    def __init__(self, field: str) -> None:
        sentences = {
            "headline": "Say in a few words what is happening.",
            "kind": "Choose what it is about.",
            "saying": "Write how you say it to the customer, in your own words.",
        }
        super().__init__(sentences.get(field, "Write a few words here."), field)


class TooManyWords(BadInput):
    """More than a field holds: `length` of `longest` characters."""

    def __init__(self, field: str, length: int, longest: int) -> None:
        super().__init__(f"This can have {longest:,} characters; it has {length:,}.", field)


class NoTimeYet(BadInput):
    """Nobody knows until when, and the words promise a time all the same."""

    def __init__(self, field: str, *others: str) -> None:
        sentences = {
            "saying": "This says a time, and nobody knows yet until when. Take it out.",
        }
        known = (
            "This says a time, and none is given under “Expected end”. Give it there, or take it "
            "out of these words."
        )
        super().__init__(sentences.get(field, known), field, *others)


class WordsOfAnotherKind(BadInput):
    """Words to start from that belong to another kind than the alert is of."""

    def __init__(self, *fields: str) -> None:
        sentence = "These words are for another kind. Say it in your own, or leave it empty."
        super().__init__(sentence, *fields)


class WordsSayATime(PodlineError):
    """The end is to be unknown, and what stands on the card promises a time."""

    sentence = (
        "What the card says names a time. Choose “Update” under “…”, take it out, and leave "
        "“Expected end” empty."
    )


_BEFORE_IT_BEGAN = "That is before it began. Choose a later time."
_OVER_ALREADY = "That is over already. Choose a later time."


class EndsTooEarly(BadInput):
    """An end that is over, or comes before the beginning."""

    def __init__(self, *, before_start: bool, field: str = "expected_end") -> None:
        told = _BEFORE_IT_BEGAN if before_start else _OVER_ALREADY
        super().__init__(told, field)


class StartsTooFarAhead(BadInput):
    """What begins much later is no alert yet."""

    def __init__(self) -> None:
        super().__init__("An alert can begin a week from now at the latest.", "starts_at")


class UnknownArea(BadInput):
    """Not an area of the market."""

    def __init__(self) -> None:
        super().__init__("That is no area of this market. Choose from the list.", "areas")


class UnknownPod(BadInput):
    """Not a pod of the market."""

    def __init__(self) -> None:
        super().__init__("That is no pod of this market. Choose from the list.", "only_pods")


class PodsHaveNoChannel(PodlineError):
    """There is nowhere to post it."""

    sentence = "No pod of this market has a channel yet. Ask whoever set Podline up to add one."


class SaidOftenEnough(PodlineError):
    """As many ways to say it as an alert can have."""

    sentence = "This alert has as many ways to say it as it can hold. Yours was not added."
