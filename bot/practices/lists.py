"""Private lists of practices: what helped most, and what was looked for and not found."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.practices import words
from bot.practices.brief import credited
from bot.practices.facts import Shown
from bot.practices.found import Missing
from bot.practices.phrases import age, asked, helped, line, quoted, used
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Block, Card
from bot.text.phrases import name

MOST: Final = 10
MOST_GAPS: Final = 20  # of two blocks each; a message holds 50
TITLE_SHOWN: Final = 60
WORDS_SHOWN: Final = 80

_TOP: Final = "What helped your colleagues most"
_NO_TOP: Final = (
    "No practice has helped anybody yet. Press “Helped” on one that did: then it stands here."
)
_GAPS: Final = "Looked for, and not found"
_NO_GAPS: Final = "Whatever was looked for lately was found."
_MORE_GAPS: Final = "There are more. They are shown as soon as some of these are settled."
_DROPPED: Final = "It is no longer listed. If somebody looks for it again, it comes back."
_HELPED: Final = "*{title}* · {helped} · {author}"
_USED: Final = "*{title}* · {used} · {author}"
_MISSING: Final = "{words} · {times} · {age}"
_MISSING_FOR_SEVERAL: Final = "{words} · {times}, by {people} people · {age}"


def top_card(top: Sequence[Shown]) -> Card:
    """`/practice top`: by what it did for others; nobody is ranked."""
    if not top:
        return Card(_NO_TOP, [kit.section(_NO_TOP)])
    return Card(f"{_TOP}: {_titles(top)}", [kit.section(f"*{_TOP}*"), *map(did, top[:MOST])])


def gaps_card(missing: Sequence[Missing], now: datetime) -> Card:
    """`/practice gaps`: each with a way to fill it, and one to say that nobody needs it."""
    if not missing:
        return Card(_NO_GAPS, [kit.section(_NO_GAPS)])
    shown = [block for each in missing[:MOST_GAPS] for block in _gap(each, now)]
    aloud = ", ".join(quoted(_cut(each)) for each in missing[:MOST_GAPS])
    more = [kit.context(_MORE_GAPS)] if len(missing) > MOST_GAPS else []
    return Card(f"{_GAPS}: {aloud}", [kit.section(f"*{_GAPS}*"), *shown, *more])


def gap_dropped() -> Card:
    """After "Not needed"."""
    return Card(_DROPPED, [kit.section(_DROPPED)])


def did(shown: Shown) -> Block:
    """A practice and what it did, with the way to the whole of it."""
    practice = shown.practice
    known = {
        "title": escape(shorten(line(practice.title), TITLE_SHOWN)),
        "helped": helped(shown.reuse.helped),
        "used": used(shown.reuse.used),
        "author": name(credited(practice)),
    }
    told = (_HELPED if known["helped"] else _USED).format(**known)
    return kit.section(told, kit.button("More", words.MORE, str(practice.id)))


def _gap(missing: Missing, now: datetime) -> list[Block]:
    """Its words as they were typed: whoever reads them follows no link of somebody else's."""
    template = _MISSING_FOR_SEVERAL if missing.people > 1 else _MISSING
    told = template.format(
        words=f"“{_cut(missing)}”",
        times=asked(missing.times),
        people=missing.people,
        age=age(missing.last_at, now),
    )
    fill = kit.button("Fill it", words.FILL, words.fill_value(missing))
    drop = kit.button("Not needed", words.NOT_NEEDED, str(missing.gap_id))
    return [kit.words(told), kit.actions(fill, drop)]


def _cut(missing: Missing) -> str:
    return shorten(line(missing.words), WORDS_SHOWN)


def _titles(top: Sequence[Shown]) -> str:
    return ", ".join(quoted(shorten(each.practice.title, TITLE_SHOWN)) for each in top[:MOST])
