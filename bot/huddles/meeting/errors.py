"""What a huddle refuses while it goes on, and after it, in sentences for whoever acted."""

from datetime import date, timedelta
from typing import Final

from bot.commands import agenda
from bot.errors import BadInput, NotAllowed, NotFound, PodlineError
from bot.huddles.schedule.saying import day_words
from bot.text.phrases import name, pod_name

LONGEST_TEXT: Final = 300
LONGEST_NOTE: Final = 600
LONGEST_AHEAD: Final = timedelta(days=366)


class HuddleGone(NotFound):
    """There is no such huddle."""

    sentence = "That huddle is not here any more. `{agenda} when` shows the next three."


class OtherPods(NotAllowed):
    """Somebody of another pod pressed on a huddle."""

    _SENTENCE = "This is the huddle of {pod}. Yours is in the channel of your own pod."

    def __init__(self, pod: str) -> None:
        super().__init__(self._SENTENCE.format(pod=pod_name(pod)))


class OnlyWhoSteers(NotAllowed):
    """A rep pressed what moves everybody on."""

    _SENTENCE = (
        "{who} runs this huddle; the coaches and the leader can step in. Under “…” you can make "
        "a practice or an action item of what is said."
    )
    _NOBODY = (
        "The coaches and the leader run this huddle. Under “…” you can make a practice or an "
        "action item of what is said."
    )

    def __init__(self, who: str) -> None:
        super().__init__(self._SENTENCE.format(who=name(who)) if who else self._NOBODY)


class OnlyCoachesStart(NotAllowed):
    """A rep typed what opens or ends a huddle."""

    _SENTENCE = (
        "Coaches, the leader and whoever runs it open and end a huddle. "
        "`{agenda} add` puts something on the next one: anybody may."
    )

    def __init__(self) -> None:
        super().__init__(self._SENTENCE.format(agenda=agenda()))


class MovedOn(PodlineError):
    """Somebody was quicker; nothing was changed."""

    _SENTENCE = "{who} moved on {ago}. The card shows what is next."

    def __init__(self, who: str, seconds: float) -> None:
        super().__init__(self._SENTENCE.format(who=name(who), ago=_ago(seconds)))


class Elsewhere(PodlineError):
    """It was moved to another item, nobody knows any more by whom; nothing was changed."""

    sentence = "The huddle is at another item by now. The card shows which."


class NothingBefore(PodlineError):
    """Nothing was talked about before this item."""

    sentence = "This is the first item: there is none to go back to."


class NotToBeTakenUp(NotFound):
    """It was taken off, or another huddle has it by now."""

    sentence = "That is not waiting any more. `{agenda}` shows where it stands."


class TalkedAboutHere(PodlineError):
    """Somebody took it up before, and it was talked about."""

    sentence = "This huddle has talked about that already."


class HuddleIsOver(PodlineError):
    """Nothing moves on any more."""

    sentence = "This huddle is over. `{agenda} recap` shows what came of it."


class NothingLeft(PodlineError):
    """Everything was talked about."""

    sentence = "Nothing else is on the agenda. A coach can put on it what waits: `{agenda}`."


class OverMeanwhile(BadInput):
    """The huddle ended long before somebody sent a note: the form stays open, with their words."""

    def __init__(self, field: str) -> None:
        sentence = "This huddle ended days ago. Copy your words and say them in the channel."
        super().__init__(sentence, field)


class AlreadyOpen(PodlineError):
    """It was opened before, by hand or by itself."""

    sentence = "The huddle is open already. Its card is in your pod's channel."


class NothingToStart(NotFound):
    """None is planned for today. `next_one` is the next day with one, in words."""

    _NONE = "No huddle is planned. `{agenda} once 14:30` calls one for today."
    _LATER = (
        "The next huddle is on {day}. To meet today, `{agenda} once 14:30` calls one; "
        "`{agenda} when` shows the next three."
    )

    def __init__(self, next_one: str = "") -> None:
        sentence = self._LATER if next_one else self._NONE
        super().__init__(sentence.format(agenda=agenda(), day=next_one))


class NothingOpen(NotFound):
    """There is nothing to end."""

    sentence = "No huddle of your pod is open. `{agenda} when` shows the next three."


class NoRecap(NotFound):
    """No huddle was held yet."""

    sentence = "No huddle of your pod was held yet. `{agenda} when` shows the next three."


class RecapLater(NotFound):
    """Between the halves of the first huddle that was held."""

    def __init__(self, time: str) -> None:
        super().__init__(f"What came of the first half is said after the huddle at {time}.")


class NoScreen(NotFound):
    """Podline has no address that browsers reach."""

    sentence = "There is no page for a screen here. Whoever runs {app} can give it an address."


class NoPracticeForm(NotFound):
    """What would fill it in is gone."""

    sentence = "That is not on the agenda any more. `{practice} new` saves a practice."


class NotForYou(NotAllowed):
    """Who was absent is for whoever ran it."""

    sentence = "Only whoever ran the huddle and the leader see that."


class NobodyAsks(PodlineError):
    """ "Here" on a card of before attendance was switched off."""

    sentence = "Your pod does not ask who is there any more. Nothing was noted."


class ActionGone(NotFound):
    """There is no such action item, or it is none of this person's."""

    sentence = "That action item is not here any more. `{agenda}` shows what is open."


class ClosedMeanwhile(PodlineError):
    """It is done, and waits for nothing any more."""

    sentence = "Somebody closed that meanwhile: it is done. Nothing was changed."


class OnlyOwnerCloses(NotAllowed):
    """Somebody else's."""

    _SENTENCE = "Only {who} and the coaches can change this one. Tell {who} what you know."
    _NOBODY = "Only the coaches and the leader can change this one. Tell them what you know."

    def __init__(self, owner: str) -> None:
        super().__init__(self._SENTENCE.format(who=name(owner)) if owner else self._NOBODY)


class MissingWords(BadInput):
    """A note or an action item without words."""

    def __init__(self, field: str, *, is_note: bool = False) -> None:
        note = "Write in a few words what was decided, or press “Next”."
        super().__init__(note if is_note else "Write in a few words what is to be done.", field)


class TooManyWords(BadInput):
    """More than a note or an action item holds: `length` of `longest` characters."""

    def __init__(self, field: str, length: int, longest: int) -> None:
        super().__init__(f"This can have {longest:,} characters; it has {length:,}.", field)


class OwnerNotHere(BadInput):
    """Whoever is to do it is not in the pod (any more)."""

    def __init__(self, field: str) -> None:
        super().__init__("Choose somebody of your pod: only they see its huddles.", field)


class DueTooEarly(BadInput):
    """A day that is over in the market's zone."""

    def __init__(self, field: str, today: date) -> None:
        super().__init__(
            f"That day is over. Today is {day_words(today)}; choose it or later.", field
        )


class DueTooLate(BadInput):
    def __init__(self, field: str) -> None:
        super().__init__("Choose a day within a year.", field)


class DueMissing(BadInput):
    """No day, or what is none."""

    def __init__(self, field: str) -> None:
        super().__init__("Choose the day by which it is done.", field)


def _ago(seconds: float) -> str:
    whole = int(seconds)
    if whole < 1:
        return "just now"
    if whole < 120:
        return "1 second ago" if whole == 1 else f"{whole} seconds ago"
    return f"{whole // 60} minutes ago"
