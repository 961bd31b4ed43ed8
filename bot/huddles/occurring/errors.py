"""What is refused of when huddles are, each with the sentence that the person who acted reads."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from bot.commands import agenda, named
from bot.errors import BadInput, NotAllowed, NotFound, PodlineError
from bot.huddles.occurring.phrases import names_listed, time_of, when
from bot.huddles.schedule.saying import day_words
from bot.pods.facts import PodInMarket
from bot.text.phrases import pod_name


class OnlyWhoArranges(NotAllowed):
    """Huddles are arranged by those whose work it is; `people` are their names."""

    _SENTENCE = (
        "Coaches, the team leader and the resource manager say when the pod meets. {who} can. "
        "Put what matters to you on the agenda: {add}."
    )
    _NOBODY = "Coaches, the team leader and the resource manager say when the pod meets."
    _MOST: Final = 3

    def __init__(self, people: Sequence[str]) -> None:
        names = names_listed(people[: self._MOST])
        add = f"`{agenda()} add …`"
        super().__init__(self._SENTENCE.format(who=names, add=add) if names else self._NOBODY)


class OfAnotherPod(NotAllowed):
    """A press, or a command in the channel, of a pod that is not theirs."""

    _SENTENCE = (
        "These are the huddles of {pod}, whose own people arrange them. For yours, use {agenda} "
        "in your pod's channel."
    )

    def __init__(self, pod: str) -> None:
        super().__init__(self._SENTENCE.format(pod=pod_name(pod), agenda=f"`{agenda()}`"))


class NoHuddles(NotFound):
    """Nothing is planned."""

    sentence = (
        "No huddle is planned. `{agenda} schedule` says when the pod meets; "
        "`{agenda} once Thursday 10:00` calls for one."
    )


class NoHuddleThen(NotFound):
    """Nothing on the day that was named; `following` is when the next one is."""

    _SENTENCE = "There is no huddle on {day}. Nothing was changed."
    _NEXT = "The next one is on {when}."

    def __init__(self, day: date, following: datetime | None, place: PodInMarket) -> None:
        said = [self._SENTENCE.format(day=day_words(day))]
        if following is not None:
            said.append(self._NEXT.format(when=when(following, place)))
        super().__init__(" ".join(said))


class GoesOn(PodlineError):
    """What goes on is not moved or called off any more."""

    _SKIP = (
        "The huddle of {time} goes on, so nothing was changed. `{agenda} end` ends it; to call off "
        "a later one, name its day: `{agenda} skip Friday`."
    )
    _MOVE = (
        "The huddle of {time} goes on, so nothing was changed. `{agenda} end` ends it; then "
        "`{agenda} move` is about the next one."
    )

    def __init__(self, at: datetime, place: PodInMarket, *, moves: bool) -> None:
        sentence = named(self._MOVE if moves else self._SKIP)
        super().__init__(sentence.format(time=time_of(at, place)))


class IsOff(PodlineError):
    """It was called off before, or falls on a holiday."""

    _SENTENCE = (
        "The huddle on {when} is called off already, so it is not moved. "
        "`{agenda} once {example}` calls for another."
    )

    def __init__(self, at: datetime, place: PodInMarket) -> None:
        super().__init__(named(self._SENTENCE).format(when=when(at, place), example=_EXAMPLE))


class ThereAlready(PodlineError):
    """Moved to where it is, or called for twice."""

    _SENTENCE = "There is a huddle on {when} already. Nothing was changed."

    def __init__(self, at: datetime, place: PodInMarket) -> None:
        super().__init__(self._SENTENCE.format(when=when(at, place)))


class OverAnother(BadInput):
    """Two huddles of a pod at the same time."""

    worth_keeping = False
    _SENTENCE = (
        "Another huddle begins at {other} that day, and both would go on at once. "
        "Nothing was changed. Choose another time, or move that one first."
    )

    def __init__(self, other: datetime, place: PodInMarket) -> None:
        super().__init__(self._SENTENCE.format(other=time_of(other, place)))


class HasBegun(PodlineError):
    """Too late to bring it back, or to move it."""

    _SENTENCE = (
        "That huddle was to begin on {when}, which is over. Nothing was changed. "
        "`{agenda} once {example}` calls for another."
    )

    def __init__(self, at: datetime, place: PodInMarket) -> None:
        super().__init__(named(self._SENTENCE).format(when=when(at, place), example=_EXAMPLE))


class OffWhole(PodlineError):
    """One half of a meeting, of which the other is still to come, or was."""

    _SENTENCE = (
        "A huddle that has not begun is called off whole: `{agenda} skip {example}`. Once the "
        "first half has met, `{agenda} skip` calls off the second alone. Nothing was changed of "
        "the huddle on {when}."
    )

    def __init__(self, at: datetime, place: PodInMarket) -> None:
        said = {"when": when(at, place), "example": _EXAMPLE.partition(" ")[0]}
        super().__init__(named(self._SENTENCE).format(**said))


class NotOff(PodlineError):
    """Somebody was quicker to bring it back."""

    _SENTENCE = "The huddle on {when} takes place: somebody brought it back already."

    def __init__(self, at: datetime, place: PodInMarket) -> None:
        super().__init__(self._SENTENCE.format(when=when(at, place)))


class MovedSince(PodlineError):
    """What a button speaks of was moved by somebody else."""

    _SENTENCE = "Somebody moved that huddle meanwhile: it is on {when}. Nothing was changed."

    def __init__(self, at: datetime, place: PodInMarket) -> None:
        super().__init__(self._SENTENCE.format(when=when(at, place)))


class SetInTheFile(PodlineError):
    """The roster file comes first."""

    sentence = (
        "The roster file says when this pod meets (`[pod.….huddles]`), and it comes before what "
        "is set here. Nothing was changed. Whoever keeps the roster can change it there."
    )


class ChangedSince(PodlineError):
    """The schedule was changed after a button was made."""

    sentence = (
        "The schedule was changed meanwhile, so this offer is outdated. Nothing was changed. "
        "`{agenda} schedule` shows it."
    )


class BadField(BadInput):
    """What a field of the schedule cannot be."""

    _SENTENCES: Final = {
        "days": "Choose at least one day, or switch huddles off.",
        "times": "Write one time for each wave, with commas: 10:30, 10:50. Four at most.",
        "apart": "Each wave begins after the one before it is over: leave {minutes} minutes.",
        "minutes": "A huddle takes 5 to 60 minutes.",
        "runs_it": "One of these people is not in the pod any more. Choose from the list.",
        "past_midnight": "The last wave must be over by midnight.",
    }

    def __init__(self, what: str, field: str = "", **said: object) -> None:
        super().__init__(self._SENTENCES[what].format(**said), field or what)


_EXAMPLE: Final = "Thursday 10:00"
