"""What practices refuse, each with the sentence that the person who acted reads."""

from collections.abc import Sequence

from bot.errors import BadInput, NotAllowed, NotFound, NotSaved, PodlineError
from bot.practices.facts import Difference
from bot.text.escaping import escape
from bot.text.phrases import name
from storage.practices import Practice


class Gone(NotFound):
    """There is no such practice, or none that this person may see: which, is not told."""

    sentence = "That practice is not here any more, or it is not shared with your pod."


class OnlyTheOwnerOrACoach(NotAllowed):
    """Editing and archiving is for the owner, and for coaches and leaders of its pod."""

    sentence = (
        "Only its owner or a coach of its pod can change this practice. "
        "“Wrong or old” tells the owner what to change."
    )


class OnlyWhoVerifies(NotAllowed):
    """Verifying is for coaches, specialists, experts and leaders."""

    sentence = "Only coaches, specialists, experts and leaders verify practices."


class OnlyForCoaches(NotAllowed):
    """What was searched in vain is for those who look after the practices."""

    sentence = "Only coaches, specialists, experts and leaders see what was searched and not found."


class NotShared(NotAllowed):
    """A draft cannot be put before others."""

    sentence = "This practice is a draft, for you alone. Share it first."


class OnlyTheAsker(NotAllowed):
    """Whether a practice helped on a call is said by whoever is on it."""

    _SENTENCE = (
        "{who} says whether it helped on that call. "
        "When it helps on yours, look it up and say so there."
    )

    def __init__(self, who: str) -> None:
        super().__init__(self._SENTENCE.format(who=name(who)))


class Archived(PodlineError):
    """What is archived is not used, shared or verified."""

    sentence = "This practice was archived. Search again, or ask its owner."


class AskGone(Gone):
    """There is no such question, or none of this person's pod: which, is not told."""

    sentence = "That question is not here any more, or it is not your pod's."


class AskIsOver(PodlineError):
    """Nobody waits for what would be put into its thread."""

    sentence = "That question is settled by now, so nothing was put into its thread."


class Changed(PodlineError):
    """Somebody else changed it meanwhile: `practice` is theirs, `differences` what they changed
    since the version that was edited. Nothing of the edit was saved.
    """

    sentence = (
        "Somebody changed this practice while you were writing. "
        "Look at what they changed, then keep theirs or send yours again."
    )

    def __init__(self, practice: Practice, differences: Sequence[Difference] = ()) -> None:
        self.practice, self.differences = practice, tuple(differences)
        super().__init__()


class ChangedSince(Changed):
    """As `Changed`, of a button: it was pressed under what the practice does not say any more."""

    sentence = (
        "Somebody changed this practice since you opened it. Nothing was done: open it again to "
        "see how it stands now."
    )


class PartOfAnother(PodlineError):
    """What is to be changed was merged into another one meanwhile, `practice`, which is not
    meant.
    """

    _SENTENCE = "This one was made part of {title} meanwhile. Look that one up to change it."

    def __init__(self, practice: Practice) -> None:
        self.practice = practice
        super().__init__(self._SENTENCE.format(title=f"“{escape(practice.title)}”"))


class SamePractice(PodlineError):
    """A merge of a practice with itself, or with what it was merged into."""

    sentence = "These two are one practice already."


class NothingToUndo(PodlineError):
    """The first entry of the history, or a change that can only be followed by another one."""

    sentence = "This cannot be undone. You can change the practice, or archive it."


class NoAnswerYet(PodlineError):
    """A practice cannot be made from an ask that nobody answered."""

    sentence = "Nobody has answered this one yet, so there is nothing to save."


class MissingWords(BadInput):
    """A practice without a situation, or without what worked."""

    def __init__(self, field: str) -> None:
        sentences = {
            "situation": "Say in a few words when this helps, so that colleagues find it.",
            "what_worked": "Say what worked, so that the next one can do it too.",
            "say_it": "Say how you say it, or choose to keep both.",
        }
        super().__init__(sentences.get(field, "Write a few words here."), field)


class NothingSaid(BadInput):
    """A way to say it without words."""

    sentence = "Write how you say it to the customer, in your own words."


class SaidOftenEnough(PodlineError):
    """As many ways to say it as a practice can have."""

    sentence = "This practice has as many ways to say it as it can hold. Yours was not added."


class TooManyWords(BadInput):
    """More than a field holds: `length` of `longest` characters."""

    def __init__(self, field: str, length: int, longest: int) -> None:
        sentence = f"This can have {longest:,} characters; it has {length:,}."
        super().__init__(sentence, field)


class EndsInThePast(BadInput):
    """An end date that is over already."""

    sentence = "That date is over already. Choose when this practice stops being true."


class AlertOver(BadInput):
    """An alert with which a practice should end, and which is over or just being changed."""

    sentence = "That alert is over, or was just changed. Choose again, or choose a date."


class NotALink(BadInput):
    """Only addresses of web pages are kept as links."""

    sentence = "A link begins with https:// and has at most 500 characters."


class SearchBroken(NotSaved):
    """The search table cannot be read. It is rebuilt, and then finds all that is there."""

    sentence = "The search is being put right. Nothing is lost: try again in a few seconds."
