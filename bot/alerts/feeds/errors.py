"""What a source sent cannot be used."""

from bot.errors import PodlineError


class Unreadable(PodlineError):
    """No document of this source: not the format, not whole, too large, or an attack.

    What is happening there is unknown then. It is never "nothing": no event ends by it.
    """

    sentence = "What the feed sent could not be read."


class NotSigned(PodlineError):
    """No signature, one of another body or time, or of a secret that is not ours."""

    sentence = "The signature is not that of this body. Sign it as docs/alerts-intake.md shows."


class OutOfTime(PodlineError):
    """A good signature of more than five minutes ago, or ahead: perhaps a replay."""

    sentence = (
        "The timestamp is more than five minutes off. Set the sender's clock, and sign again."
    )


class BadIdempotencyKey(PodlineError):
    """Not 1 to 200 visible characters of ASCII."""

    sentence = "The Idempotency-Key needs 1 to 200 visible ASCII characters, without spaces."
