"""Corrections: an answer that had worked was changed, deleted, or is said not to have worked.

What was made of it is told by the deed that was handed over.
"""

from bot.advice.changes import Change, Tools
from bot.advice.facts import What
from bot.text.rewording import says_otherwise
from storage.advice import Reply


async def note_reworded(tools: Tools, change: Change, reply: Reply, before: str) -> None:
    """A reply was edited or deleted; `before` is what it said. Slips that were put right, and
    replies that nobody said had worked, change nothing.
    """
    if reply.id == change.ask.accepted_reply_id and says_otherwise(before, reply.text):
        change.note(What.CORRECTED)
        await note_corrected(tools, change)


async def note_corrected(tools: Tools, change: Change) -> None:
    """What worked for this ask does not count as that any more."""
    await tools.corrected(change.session, change.ask.id, change.now)
