"""What coaching refuses, in sentences that tell nobody of a talk that is not theirs."""

from bot.commands import agenda
from bot.errors import BadInput, NotAllowed, NotFound, PodlineError
from bot.huddles.coaching.facts import LONGEST_LINE, MOST_LINES
from bot.huddles.coaching.words import DUE_ON, LINE, TO_DO
from bot.text.escaping import escape, one_line, shorten
from bot.text.phrases import name as named

_QUOTED = 60


class NotForYou(NotFound):
    """There is no such talk, or it is somebody else's, or not shared yet: all sound the same."""

    sentence = (
        "There is no talk here that you can open. What you prepare, and what was shared with you, "
        "stands under `{agenda} coach`."
    )


class OnlyCoaches(NotAllowed):
    """Somebody else would prepare one."""

    sentence = (
        "Coaches and the team leader prepare talks, each with somebody of their own pod. "
        "`{agenda} coach` opens what was shared with you."
    )


class Oneself(BadInput):
    worth_keeping = False
    sentence = "That is you. `{agenda} coach` shows the talks that you prepare or were shown."


class NotOnARoster(BadInput):
    """A guest, an app, somebody who left, or somebody who never was in a pod."""

    worth_keeping = False
    sentence = (
        "That person is in no pod now, so there is nothing to prepare. "
        "`{agenda} coach` lists your own pod."
    )


class InAnotherPod(NotAllowed):
    def __init__(self, name: str) -> None:
        who, way = named(name), f"`{agenda()} coach`"
        super().__init__(
            f"{who} is in another pod: a coach there prepares such a talk. {way} lists your own."
        )


class ForTheLeader(NotAllowed):
    """A coach would prepare one with another coach, or with the leader."""

    def __init__(self, name: str) -> None:
        who, way = named(name), f"`{agenda()} coach`"
        super().__init__(
            f"{who} coaches, too: the team leader prepares such a talk. {way} lists whom you can "
            "talk with."
        )


class NobodyOfThatName(BadInput):
    worth_keeping = False

    def __init__(self, typed: str) -> None:
        said = escape(shorten(one_line(typed), _QUOTED))
        super().__init__(
            f"Nobody of your pod is called “{said}”. `{agenda()} coach` lists everybody."
        )


class NoLonger(NotAllowed):
    """The rep left or went to another pod, or the coach coaches there no more."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{named(name)} is not in your pod any more, or you coach there no longer, so this "
            "talk is closed. A coach of their pod can prepare another one."
        )


class NotToBeReopened(PodlineError):
    """ "We have not talked yet", after their next talk began, or long after."""

    sentence = "That talk is behind you by now, and stays so. `{agenda} coach` opens what is ahead."


class NothingTyped(BadInput):
    def __init__(self, field: str = LINE) -> None:
        super().__init__("Type a few words first.", field)


class TooLong(BadInput):
    def __init__(self, length: int, field: str = LINE) -> None:
        super().__init__(
            f"That is {length} characters; {LONGEST_LINE} fit on a line. Shorten it, or make two.",
            field,
        )


class TooManyLines(BadInput):
    def __init__(self) -> None:
        super().__init__(
            f"There are {MOST_LINES} lines already. Talk about some of them first: your words "
            "are still here.",
            LINE,
        )


class NotSharedYet(NotAllowed):
    """An action item of which its owner cannot know."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Share it with {named(name)} first: then both of you see what is to do.")


class NoSuchDay(BadInput):
    def __init__(self) -> None:
        super().__init__("Choose the day until which it is done.", DUE_ON)


class DayIsOver(BadInput):
    def __init__(self) -> None:
        super().__init__("That day is over. Choose today or a later one.", DUE_ON)


class DayIsTooFar(BadInput):
    def __init__(self) -> None:
        super().__init__("That is more than a year ahead. Choose an earlier day.", DUE_ON)


class TooManyToDo(BadInput):
    def __init__(self) -> None:
        super().__init__("There is much to do already. Close some of it first.", TO_DO)
