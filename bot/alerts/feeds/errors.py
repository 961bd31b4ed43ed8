"""What a source sent cannot be used."""

from bot.errors import PodlineError


class Unreadable(PodlineError):
    """No document of this source: not the format, not whole, too large, or an attack.

    What is happening there is unknown then. It is never "nothing": no event ends by it.
    """

    sentence = "What the feed sent could not be read."
