"""What agendas refuse, each with the sentence that the person who acted reads."""

from collections.abc import Sequence

from bot.commands import named
from bot.errors import BadInput, NotAllowed, NotFound, PodlineError
from bot.text.phrases import name, pod_name


class Gone(NotFound):
    """There is no such agenda or item, or none of this person's pod: which, is not told."""

    sentence = "That is not on an agenda of your pod any more. `{agenda}` shows the next one."


class OtherPods(NotAllowed):
    """An agenda belongs to its pod: others put theirs on their own."""

    _SENTENCE = (
        "That is the agenda of another pod. `{agenda} add …` puts it on that of {market}, yours."
    )

    def __init__(self, own: str) -> None:
        super().__init__(named(self._SENTENCE).format(market=pod_name(own)))


class OnlyWhoArranges(NotAllowed):
    """Agendas are arranged by coaches, the leader, and whoever runs the huddle."""

    _NAMED = "Coaches and the team leader arrange the agenda. Ask {who}, or put yours on: {add}."
    _NOBODY = "Coaches and the team leader arrange the agenda. You can put yours on: {add}."

    def __init__(self, coaches: Sequence[str] = ()) -> None:
        add = named("`{agenda} add …`")
        if coaches:
            super().__init__(self._NAMED.format(who=name(coaches[0]), add=add))
        else:
            super().__init__(self._NOBODY.format(add=add))


class OnlyItsAuthor(NotAllowed):
    """An item is taken off by whoever put it there, or arranged."""

    sentence = "Only whoever put it on the agenda takes it off, or a coach by “Arrange”."


class HuddleIsOver(PodlineError):
    """Nothing of it is changed any more."""

    sentence = "That huddle is over. `{agenda}` shows the next one."


class TalkedAbout(PodlineError):
    """What was talked about stays."""

    sentence = (
        "That is talked about now, or was already: it stays. Whoever runs the huddle can park it."
    )


class MeantForNobodyHere(BadInput):
    """Somebody who is not in the pod, or left it, speaks about nothing there."""

    _SENTENCE = "They are not in {market} any more. Choose somebody else, or nobody."

    def __init__(self, market: str, field: str) -> None:
        super().__init__(self._SENTENCE.format(market=pod_name(market)), field)


class NoSuchLength(BadInput):
    """A timebox that nobody offered."""

    def __init__(self, field: str) -> None:
        super().__init__("Choose how many minutes from the list.", field)


class NothingToAdd(BadInput):
    """No words, or none that anybody would see."""

    worth_keeping = False

    def __init__(self, field: str | None = None) -> None:
        super().__init__("Say in a few words what the pod should talk about.", field)


class TooManyWords(BadInput):
    """More than an item holds: `length` of `longest` characters."""

    _SENTENCE = "An item can have {longest:,} characters; this has {length:,}. Nothing was added."

    def __init__(self, length: int, longest: int, field: str | None = None) -> None:
        super().__init__(self._SENTENCE.format(longest=longest, length=length), field)


class AddedOftenEnough(PodlineError):
    """One person's items that wait for the same huddle."""

    sentence = (
        "You have put as much on this agenda as one person can. Take something off first: "
        "`{agenda}` shows it."
    )
