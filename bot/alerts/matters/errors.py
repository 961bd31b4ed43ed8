"""What is refused to those who are told of a matter."""

from bot.errors import BadInput, NotFound, PodlineError
from bot.text.escaping import escape, shorten
from bot.text.phrases import name

_LONGEST = 150


class MatterGone(NotFound):
    """There is no such matter, or it is none of this person's."""

    sentence = "Those questions are not here any more. `{alert}` opens the form without them."


class NobodyAsks(NotFound):
    """Every question of a matter was taken back."""

    sentence = "Those who asked took their questions back. `{alert}` opens the form without them."


class MatterDecided(PodlineError):
    """Somebody else was quicker."""

    _SENTENCE = "{who} did that already: {what}"
    _SPEAKS = "There is an alert of it already: {what}"

    def __init__(self, who: str | None, what: str) -> None:
        said = self._SENTENCE if who else self._SPEAKS
        super().__init__(said.format(who=name(who), what=escape(shorten(what, _LONGEST))))


class SayWhy(BadInput):
    """A matter is dismissed for a reason."""

    def __init__(self) -> None:
        super().__init__("Say in a few words why.", "why")
