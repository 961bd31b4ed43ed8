"""What a huddle is called where no word of anybody's may stand."""

from typing import Final

from bot.text.phrases import pod_label

_ALL: Final = "%s huddle"
_HALVES: Final = ("%s huddle, first half", "%s huddle, second half")
_GROUP: Final = "%s huddle, group %d of %d"
_CALENDAR: Final = "%s huddles"


def title(pod: str, wave: int, waves: int) -> str:
    """Of one huddle, in plain text: each half of the pod has its own."""
    name = pod_label(pod)
    if waves <= 1:
        return _ALL % name
    if waves == len(_HALVES):
        return _HALVES[wave - 1] % name
    return _GROUP % (name, wave, waves)


def calendar_title(pod: str) -> str:
    return _CALENDAR % pod_label(pod)
