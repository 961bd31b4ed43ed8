"""What pods refuse, in sentences for the person who acted."""

from collections.abc import Sequence

from bot.commands import named, pod
from bot.errors import BadInput, NotFound
from bot.text.escaping import clean, escape, one_line, shows_something
from bot.text.masking import Masker

MOST_LEADERS = 5
QUOTED = 60


class NoPod(NotFound):
    """Someone without a pod; told whom to see. `leaders`: names, each with its market."""

    def __init__(self, leaders: Sequence[tuple[str, str]] = ()) -> None:
        named = [(escape(name), escape(market)) for name, market in leaders]
        if not named:
            sentence = "You are not in a pod yet. Whoever set up Podline here can add you."
        elif len(named) == 1:
            name, market = named[0]
            sentence = f"You are not in a pod yet. {name} leads {market} and can add you."
        elif len(named) > MOST_LEADERS:
            sentence = "You are not in a pod yet. Your team leader can add you."
        else:
            listed = "; ".join(f"{name} leads {market}" for name, market in named)
            sentence = f"You are not in a pod yet. Your team leader can add you: {listed}."
        super().__init__(sentence)


class UnreadableTime(BadInput):
    """What was typed is no time."""

    worth_keeping = False

    def __init__(self, typed: str, command: str) -> None:
        said = f"“{_quoted(typed)}”" if shows_something(clean(typed)) else "that"
        way = f"{pod()} {command}"
        super().__init__(
            f"I could not read {said} as a time. Nothing was changed. "
            f"Try `{way} 30`, `{way} 2h`, `{way} until 4 PM` or `{way} tomorrow`."
        )


class TooLong(BadInput):
    worth_keeping = False

    def __init__(self, command: str, days: int) -> None:
        super().__init__(
            f"That is longer than {days} days. Nothing was changed. "
            f"For a long leave, ask your team leader to change your hours in the roster."
            if command == "away"
            else f"Busy is for a day at most. Nothing was changed. For longer: `{pod()} away`."
        )


class UnknownWord(BadInput):
    """`/pod something`."""

    worth_keeping = False

    def __init__(self, typed: str) -> None:
        ways = "`{pod}`, `{pod} away until 4 PM`, `{pod} busy 20`, `{pod} back` or `{pod} help`"
        super().__init__(f"`{pod()}` does not know “{_quoted(typed)}”. Use {named(ways)}.")


def _quoted(typed: str) -> str:
    """The beginning of what somebody typed. Masked before it is cut: the first half of a card
    number is no card number any more. The company's own numbers are masked here, too.
    """
    masked = Masker().mask(one_line(clean(typed))).text
    return escape(one_line(masked, QUOTED))
