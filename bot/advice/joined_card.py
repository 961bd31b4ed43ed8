"""What is said to those who ask the same in one thread, and about them."""

from collections.abc import Sequence
from typing import Final

from bot.advice import controls, words
from bot.advice.phrases import case_of, gist, has_more, market_time, mention, name
from bot.text import kit
from bot.text.kit import Block, Card, Element
from storage.advice import LIVE, Ask, Reply

GIST: Final = 200


def joined(
    ask: Ask, first: Ask, callers: int, reply: Reply | None, permalink: str | None = None
) -> Card:
    """To whoever asked what others ask: where their answer comes, or what it is."""
    template = "{count} others ask the same. You are in {first}'s thread; the answer reaches you."
    if callers == 2:
        template = "{first} asks the same. You are in that thread; the answer reaches you."
    if reply is not None:
        template = "{count} others asked the same. {author} answered: {gist}"
        if callers == 2:
            template = "{first} asked the same. {author} answered: {gist}"
    line = template.format(
        count=callers - 1,
        first=name(first.asker_name),
        author=name(reply.author_name) if reply else "",
        gist=gist(reply, GIST) if reply else "",
    )
    buttons = _when_told(ask, reply) if reply else []
    buttons += [different(ask), kit.button("Call ended", words.CALL_BACK, str(ask.id))]
    if permalink:
        buttons.append(kit.link_button("Open the thread", words.OPEN_LINK, permalink))
    return Card(line, [kit.section(line), kit.actions(*buttons)])


def follows(people: Sequence[str], callers: int) -> Card:
    """In the thread, once for each of them: whoever is mentioned there follows it."""
    template = "{people} — you ask the same, so the answer comes here. {count} callers by now."
    return _plain(template.format(people=_mentions(people), count=callers))


def answer_above(people: Sequence[str], first: Ask, reply: Reply) -> Card:
    """To those whom the answer's own message had no room to mention."""
    template = "{people} — {author}: {gist}"
    known = {"people": _mentions(people), "gist": gist(reply, GIST)}
    seen, aloud = _seen(template, reply, known)
    return Card(aloud, [kit.section(seen), _after(first, reply)])


def it_worked_for(people: Sequence[str], first: Ask, reply: Reply) -> Card:
    """In the thread, to those who ask the same and did not have that answer."""
    template = "{people} — {author}'s answer worked for {first}: {gist}"
    known = {
        "people": _mentions(people),
        "first": name(first.asker_name),
        "gist": gist(reply, GIST),
    }
    seen, aloud = _seen(template, reply, known)
    return Card(aloud, [kit.section(seen), _after(first, reply)])


def answered_there(ask: Ask, first: Ask, reply: Reply, permalink: str | None = None) -> Card:
    """In the thread of whoever asks the same at a card of their own; `permalink` leads to the
    other one's thread.
    """
    template = "{author} answered {first}, who asks the same: {gist}"
    known = {"first": name(first.asker_name), "gist": gist(reply, GIST)}
    seen, aloud = _seen(template, reply, known)
    more = kit.context(f"<{permalink}|More in that thread.>") if permalink else None
    whole = [more] if more and has_more(reply, GIST) else []
    buttons = kit.actions(*_when_told(ask, reply), different(ask))
    return Card(aloud, [kit.section(seen), *whole, buttons])


def did_it_work(ask: Ask, first: Ask, reply: Reply) -> Card:
    """Privately, to those who had that answer."""
    template = "{author}'s answer worked for {first}; did it for you, too?"
    line = template.format(author=name(reply.author_name), first=name(first.asker_name))
    return Card(line, [kit.section(line), kit.actions(*_when_told(ask, reply), different(ask))])


def noted(ask: Ask, zone: str, market: str) -> Card:
    """Privately, to whoever ended the call: there is no card that would show it."""
    if ask.call_back_at is None or ask.state not in LIVE:
        return _plain("Noted. Your question is settled; the others' goes on.")
    template = "Noted: you call back by {when}. You are reminded."
    if ask.case:
        template = "Noted: you call back by {when}, case {case}. You are reminded."
    when = market_time(ask.call_back_at, zone, market)
    return _plain(template.format(when=when, case=case_of(ask)))


def goes_on(first: Ask, ask: Ask) -> Card:
    """In the thread of an ask that is over, while others still ask the same."""
    template = "{name} still asks this. It goes on at the new card in the channel."
    if first.claimed_by and ask.claimed_by == first.claimed_by:
        template = "{claimer} — {name} still asks this. It goes on at the new card in the channel."
    claimer = mention(first.claimed_by or "")
    return _plain(template.format(name=name(ask.asker_name), claimer=claimer))


def own_card() -> Card:
    """After "Mine is different"."""
    return _plain("Your question has a card of its own now, and the pod is being asked.")


def own_thread() -> Card:
    """After "Mine is different" by the one whose thread the others joined."""
    return _plain("This thread is yours alone now. The others go on at a card of their own.")


def not_counted() -> Card:
    """After "Mine is different" by somebody whose question stands alone already."""
    return _plain("Noted. Your question is not counted with the others.")


def in_front(people: Sequence[str], said: Card) -> Card:
    """What is said to several people in their thread, with their names before it."""
    called = _mentions(people)
    return Card(f"{called} — {said.text}", [kit.section(called), *said.blocks])


def different(ask: Ask) -> Element:
    return kit.button("Mine is different", words.DIFFERENT, str(ask.id))


def _when_told(ask: Ask, reply: Reply) -> list[Element]:
    buttons = controls.this_worked(ask, [reply]) if ask.state in LIVE else []
    return [*buttons, controls.still_need_help(ask, reply)]


def _after(first: Ask, reply: Reply) -> Block:
    return kit.actions(*controls.this_worked(first, [reply]), controls.still_need_help(first))


def _seen(template: str, reply: Reply, known: dict[str, str]) -> tuple[str, str]:
    """As it is seen, and as it reads aloud."""
    author = name(reply.author_name)
    return template.format(author=f"*{author}*", **known), template.format(author=author, **known)


def _mentions(people: Sequence[str]) -> str:
    return " ".join(mention(user) for user in people)


def _plain(line: str) -> Card:
    return Card(line, [kit.section(line)])
