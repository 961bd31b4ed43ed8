"""The first who ask the same have a card each, as nobody knows yet that it is one matter. Once it
is known, their ladders share the people whom they call, and what is answered at one card is told
at the others.
"""

from datetime import timedelta
from typing import Final

from bot.advice import joined_card
from bot.advice.changes import Change, Tools
from bot.advice.facts import What
from bot.advice.joined import best_answer
from bot.advice.links import link
from bot.advice.telling_askers import tell_askers
from storage.alerts_matters_alike import list_called_alike, list_unanswered_alike
from storage.alerts_matters_reading import find_matter_of_ask
from storage.alerts_matters_waiting import find_thread_of

SHARED_FOR: Final = timedelta(minutes=10)
"""So long nobody is called a second time for the same matter."""


async def list_called_there(change: Change) -> set[str]:
    """Who was called lately for the same at another card, and is left in peace here.

    Nobody at the card that waits longest, and where "Still need help" was pressed: there whoever
    can help is called, as ever, so that the matter never waits for one who is called for it alone.
    """
    session, ask = change.session, change.ask
    if ask.resumed_at is not None:
        return set()
    matter = await find_matter_of_ask(session, ask.id)
    if matter is None or await find_thread_of(session, matter, ask.pod_id) == ask.id:
        return set()
    return await list_called_alike(session, matter, ask.id, change.now - SHARED_FOR)


async def tell_there(tools: Tools, change: Change) -> None:
    """The first answer of this one reaches whoever waits for the same at another card: once, in
    one message in their thread, which mentions them.
    """
    session, ask = change.session, change.ask
    answer = best_answer(ask, change.replies)
    matter = await find_matter_of_ask(session, ask.id) if answer is not None else None
    if matter is None or answer is None:
        return
    waiting = await list_unanswered_alike(session, matter, ask, What.ANSWERED_THERE)
    cards = {}
    for each in waiting:
        if each.asker != answer.author:
            there = link(tools, ask)
            cards[each.id] = joined_card.answered_there(each, ask, answer, there)
            change.note_of(each, What.ANSWERED_THERE, answer.author, str(ask.id))
    if cards:
        await tell_askers(session, cards, change.now, quietly=False)
