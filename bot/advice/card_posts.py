"""The messages that put an ask before its pod."""

from bot.advice import views
from bot.advice.changes import Change
from bot.advice.messages import CARD, in_thread, subject
from bot.advice.repainting import around
from bot.delivery.message import Post, Priority
from storage.advice import Source


def card_posts(change: Change) -> list[Post]:
    """The card; what it cannot show of the question follows in the thread."""
    ask = change.ask
    card = views.card(ask, change.replies, change.zone, around(change))
    post = Post(
        subject=subject(ask.id),
        channel=ask.channel,
        text=card.text,
        blocks=card.blocks,
        part=CARD,
        thread=ask.thread_ts,
        priority=Priority.URGENT,
    )
    if ask.source is Source.MENTION or not views.question_is_cut(ask):
        return [post]
    return [post, *(in_thread(ask, piece) for piece in views.whole_question(ask))]
