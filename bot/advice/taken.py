"""Whoever has an ask: the first lines of its cards, until they answer and once they have."""

from typing import Final, NamedTuple

from bot.advice.phrases import label, mention, pod_label, words_of
from bot.advice.room import NAME_COLUMNS, lines_with_emoji
from bot.advice.small_print import ASKED, WITH_STATE
from bot.text.escaping import escape
from bot.text.fitting import fit
from storage.advice import Ask

Lead = tuple[str, tuple[str, ...]]  # a first line, and the small print that it leaves to say


class _Taken(NamedTuple):
    """How a home card says it, with the claimer's pod where it is another one."""

    by: str
    briefly: str
    from_there: str
    from_there_briefly: str


_ON_IT: Final = _Taken(
    "{who} — {claimer} is on it",
    "{claimer} is on it",
    "{who} — {claimer} ({pod}) is on it",
    "{claimer} ({pod}) is on it",
)
_ANSWERED: Final = _Taken(
    "{who} — {claimer} answered",
    "{claimer} answered",
    "{who} — {claimer} ({pod}) answered",
    "{claimer} ({pod}) answered",
)
_FROM_SMALL: Final = ("{pod} · {state} · {topic}", "{pod} · {topic}", "{pod}")
_ON_IT_THERE: Final[tuple[Lead, ...]] = (
    ("From {pod} · {state} — {claimer} is on it", (ASKED,)),
    ("{pod} — {claimer} is on it", WITH_STATE),
    ("{claimer} is on it", _FROM_SMALL),
)
_SOMEONE_IS_ON_IT: Final[tuple[Lead, ...]] = (
    ("From {pod} · {state} — someone is on it", (ASKED,)),
    ("{pod} — someone is on it", WITH_STATE),
    ("Someone is on it", _FROM_SMALL),
)
_ANSWERED_THERE: Final[tuple[Lead, ...]] = (
    ("From {pod} · {state} — {claimer} answered", (ASKED,)),
    ("{pod} — {claimer} answered", WITH_STATE),
    ("{claimer} answered", _FROM_SMALL),
)
_SOMEONE_ANSWERED: Final[tuple[Lead, ...]] = (
    ("From {pod} · {state} — someone answered", (ASKED,)),
    ("{pod} — someone answered", WITH_STATE),
    ("Someone answered", _FROM_SMALL),
)


def taken_line(ask: Ask, pod: str | None, most: int, *, answered: bool) -> tuple[str, int]:
    """Who has it, with their `pod` where it is another one, and how many lines that takes: at
    most `most` where it can be. Rather than who asked, the pod stays.
    """
    said = _ANSWERED if answered else _ON_IT
    asker, claimer = label(ask.asker_name), label(ask.claimed_by_name)
    there, brief = pod_label(pod or ""), fit(claimer, 1, NAME_COLUMNS)
    names = (
        (mention(ask.asker), whole_name(ask), claimer),
        (escape(asker), asker, claimer),
        (escape(asker.split()[0]), asker.split()[0], claimer.split()[0]),
    )
    choice = [(said.by, *each) for each in names]
    if pod:
        choice = [(said.from_there, *each) for each in names] + [
            (said.from_there_briefly, "", "", brief),
            *choice,
        ]
    for template, who, measured, taker in choice:
        words = {"who": measured, "claimer": taker, "pod": there}
        taken = lines_with_emoji(template.format(**words))
        if taken <= most:
            shown = {key: escape(word) for key, word in words.items()} | {"who": f"*{who}*"}
            return template.format(**shown), taken
    return said.briefly.format(claimer=escape(brief)), 1


def taken_leads(*, answered: bool, partner: bool) -> tuple[Lead, ...]:
    """First lines of the linked card, the fullest first; a partner organisation reads no names."""
    if answered:
        return _SOMEONE_ANSWERED if partner else _ANSWERED_THERE
    return _SOMEONE_IS_ON_IT if partner else _ON_IT_THERE


def whole_name(ask: Ask) -> str:
    """What the asker's mention shows."""
    return f"@{words_of(ask.asker_name)}"
