"""Why a person's data is not erased, or a hold not set, and what to do."""

from bot.errors import PodlineError
from storage.holds import WHY_LONGEST


class NotAUser(PodlineError):
    """Not a Slack id."""

    sentence = (
        "That is no Slack user id. It begins with U or W and stands in the person's profile, under "
        "'Copy member ID'."
    )


class NothingKnown(PodlineError):
    """Nobody of that id is named anywhere."""

    sentence = "Podline knows nothing of that person, so there is nothing to do."


class OnHold(PodlineError):
    """Of whom or of which pod nothing may be forgotten."""

    sentence = (
        "Nothing was forgotten: this person, or a pod in which they asked, answered or shared, is "
        "on hold. See who and why with: podline hold"
    )


class StillOnTheRoster(PodlineError):
    """Who works in a pod is named by everything that they do."""

    sentence = (
        "Nothing was forgotten: this person is still on the roster. Take them out of the roster "
        "files first, and run: podline pods apply"
    )


class StillOpen(PodlineError):
    """Something of theirs is under way."""

    sentence = (
        "Nothing was forgotten: a question that this person asked or took is still open. Let it be "
        "settled, or wait until it has been silent for twenty minutes, and run it again."
    )


class NoSuchPod(PodlineError):
    """No pod has that key."""

    sentence = "No pod has that key. See all with: podline pods show"


class PersonOrPod(PodlineError):
    """One of both is meant."""

    sentence = "Name a person, or a pod with --pod; not both."


class WhyTooLong(PodlineError):
    """A reason is a line, not a file."""

    sentence = f"Say why in at most {WHY_LONGEST} characters. Nothing was changed."


class NotOnHold(PodlineError):
    """There is no hold to end."""

    sentence = "That is not on hold. See what is with: podline hold"
