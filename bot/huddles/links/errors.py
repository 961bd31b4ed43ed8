"""What links refuse, each with the sentence that the person who acted reads."""

from bot.errors import NotAllowed, NotFound


class NoAddress(NotFound):
    """Nobody said where calendars and browsers reach us."""

    sentence = (
        "There is no calendar link here: {app} has no address outside of Slack. Whoever runs it "
        "can give it one (PODLINE_PUBLIC_URL). Until then `{agenda} when` shows the next huddles."
    )


class OnlyWhoRenews(NotAllowed):
    """A new link ends everybody's."""

    sentence = (
        "Only coaches, the team leader and the resource manager make a new link: it ends the one "
        "before for everybody. `{agenda} calendar` shows the one that holds."
    )
