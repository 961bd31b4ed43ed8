"""The phrases of coaching: dates, answers, practices, what is agreed."""

from datetime import date, datetime
from typing import Final

from bot.text.escaping import escape, shorten
from bot.text.phrases import label, name, words_of
from storage.huddles_action_items import ActionItem
from storage.huddles_coaching_seen import Answered, SharedPractice

TITLE_LONGEST: Final = 24  # Slack's limit of a modal's title
_QUESTION: Final = 90
_SAID: Final = 140
_ABOUT: Final = "• {question}"
_ANSWERED: Final = "• {question}\n  “{said}”"
_ONLY_SAID: Final = "• “{said}”"
_WITH: Final = "Talk with {who}"
_AGREED: Final = "{text}\n{who} · by {day}"
_CLOSED: Final = "✅ {text}\n{who}"
_OF_POD: Final = "{text}\n{who} · by {day} · from a huddle"
_NEW: Final = "• {title} · new"
_HELPED: Final = "• {title} · {times}"
_NEW_HELPED: Final = "• {title} · new · {times}"


def quiet_title(other: str) -> str:
    """A modal's; whoever looks over a shoulder reads no more than a name."""
    return shorten(_WITH.format(who=label(other)), TITLE_LONGEST)


def day(moment: datetime) -> str:
    """A day for the team, in the reader's own zone."""
    fallback = f"{moment:%b} {moment.day}, {moment.year}"
    return f"<!date^{int(moment.timestamp())}^{{date_short_pretty}}|{fallback}>"


def market_day(on: date) -> str:
    """A day of the market: "Friday, Nov 27"."""
    return f"{on:%A}, {on:%b} {on.day}"


def answer(answered: Answered) -> str:
    """A question with what worked, as far as both are kept."""
    question = escape(shorten(words_of(answered.question), _QUESTION))
    said = escape(shorten(words_of(answered.said), _SAID))
    if question and said:
        return _ANSWERED.format(question=question, said=said)
    return _ABOUT.format(question=question) if question else _ONLY_SAID.format(said=said)


def practice(shared: SharedPractice) -> str:
    title = escape(words_of(shared.title))
    if not shared.helped:
        return _NEW.format(title=title)
    template = _NEW_HELPED if shared.is_new else _HELPED
    return template.format(title=title, times=helped(shared.helped))


def helped(times: int) -> str:
    return "helped others once" if times == 1 else f"helped others {times} times"


def agreed(action: ActionItem) -> str:
    """What somebody is to do, until when."""
    said = {"text": escape(action.text), "who": name(action.owner_name)}
    if action.closed_at is not None:
        return _CLOSED.format(**said)
    template = _AGREED if action.coaching_id else _OF_POD
    return template.format(**said, day=market_day(action.due_on))
