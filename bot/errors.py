"""Named errors from one root.

Every `PodlineError` carries the sentence that a person reads: what happened, and what to do
next. It is mrkdwn: whoever puts people's words or names into one escapes them. In a class's own
`sentence`, `{advise}` and `{pod}` stand for our commands as they are called here. They are
translated once, in the one `app.error` listener.
"""

from bot.commands import named


class PodlineError(Exception):
    """The root. `sentence` is what the person who acted is told.

    `way_on` is a button's label and its address, where there is a place to go on from.
    """

    sentence = (
        "Something went wrong on our side. Your words were not saved; please send them again."
    )

    way_on: tuple[str, str] | None = None

    def __init__(self, sentence: str | None = None) -> None:
        self.sentence = named(type(self).sentence) if sentence is None else sentence
        super().__init__(self.sentence)


class AlreadyHandled(PodlineError):
    """This delivery, or this timer, was handled before: do nothing, answer 200."""

    sentence = "That was already done."


class NotFound(PodlineError):
    """What a press or a command speaks of is not there (any more)."""

    sentence = "That is not here any more."


class Outdated(NotFound):
    """A press on something that this version no longer knows."""

    sentence = "That button is from an older Podline. Please start again with `{advise}`."


class UnknownCommand(NotFound):
    """A command that the manifest offers and no feature answers, or one mistyped by a proxy."""

    sentence = "Podline does not know that command. Try `{advise} help`."


class Unreadable(PodlineError):
    """What Slack sent is not what Slack sends: nothing was done."""

    sentence = "That did not reach Podline whole, so nothing was done. Please try once more."


class TooLate(PodlineError):
    """What was to be shown could not be opened any more: Slack gives it three seconds."""

    sentence = "That took too long to open. Please press it once more."


class NotAllowed(PodlineError):
    """The person may not do this; the sentence says who may."""

    sentence = "You cannot do that here."


class Stranger(NotAllowed):
    """Someone of another workspace: one deployment serves one workspace."""

    sentence = "Podline serves the people of one workspace; please ask in your own."


class Guest(NotAllowed):
    """A guest of our own workspace."""

    sentence = "Podline serves the members of this workspace, not its guests."


class BadInput(PodlineError):
    """A person's words cannot be used as they are; `field` names the modal's block, if any, and
    `others` those of which the same must be said.

    `worth_keeping`: what was typed is given back where it is long; not what was no more than a
    wrong word of a command.
    """

    sentence = "That could not be read."
    worth_keeping = True

    def __init__(self, sentence: str | None = None, field: str | None = None, *others: str) -> None:
        self.field, self.others = field, others
        super().__init__(sentence)


class NotSaved(PodlineError):
    """The database did not answer; the person's words are given back."""

    sentence = "That was not saved: the database did not answer."


class Misconfigured(PodlineError):
    """A setting, a file or the database's revision stands in the way of starting."""

    sentence = "Podline cannot start with these settings."
