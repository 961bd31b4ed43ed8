"""The phrases that the views of a huddle and its recap share."""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.huddles.schedule.saying import clock, day_words
from bot.text.escaping import escape, shorten
from bot.text.phrases import name, pod_name, words_of
from storage.huddles import AgendaItem, ItemSource
from storage.huddles_action_items import ActionItem

TEXT_LONGEST: Final = 200  # of an item in a list
_IN_THEIR_WORDS: Final = frozenset({ItemSource.MEMBER, ItemSource.ALERT, ItemSource.THANKS})
_SHORT: Final = 3  # letters of a day or a month
_SEE: Final = "<{link}|see it>"
_MINUTES: Final = "{count} min"


def said(text: str, limit: int = TEXT_LONGEST) -> str:
    """What somebody wrote, for mrkdwn; `limit` is of what Slack counts: escaped."""
    return shorten(escape(words_of(text)), limit)


def minutes(seconds: int) -> str:
    """ "2 min": as a timebox is said; never none."""
    return _MINUTES.format(count=max(1, -(-seconds // 60)))


def time_there(at: datetime, zone: str, market: str) -> str:
    """ "10:30 AM San Diego time"."""
    return f"{clock(at, ZoneInfo(zone))} {pod_name(market)} time"


def by_day(due: date, today: date) -> str:
    """ "by Friday" where that is near enough to mean one day; else with its date."""
    ahead = due - today
    if ahead == timedelta():
        return "due today"
    if ahead == timedelta(days=1):
        return "due tomorrow"
    whole = day_words(due)
    return (
        f"by {whole.partition(',')[0]}"
        if timedelta() < ahead < timedelta(days=7)
        else f"by {whole}"
    )


def short_day(day: date) -> str:
    """ "Mon, Nov 16", where there is little room."""
    weekday, _, rest = day_words(day).partition(", ")
    month, _, number = rest.partition(" ")
    return f"{weekday[:_SHORT]}, {month[:_SHORT]} {number}"


def source_of(item: AgendaItem) -> str:
    """Where an item comes from, why it comes again, and who speaks about it."""
    parts = (
        f"from {name(item.by_name)}" if item.by_name else "",
        said(item.detail),
        said(item.again),
        f"{name(item.hand_to_name)} speaks about it" if item.hand_to_name else "",
        _link(item),
    )
    return " · ".join(filter(None, parts))


def _link(item: AgendaItem) -> str:
    """To the message that it is about."""
    link = item.refs.get("url")
    return _SEE.format(link=link) if isinstance(link, str) and not set(link) & set("<>| ") else ""


def matter_of(item: AgendaItem) -> str:
    """What an item is about, without our own label: of "Asked often: “Roaming?”" the question."""
    if item.source in _IN_THEIR_WORDS:
        return item.text
    start, end = item.text.find("“"), item.text.rfind("”")
    if 0 <= start < end - 1:
        return item.text[start + 1 : end]
    return item.text.partition(": ")[2] or item.text


def owner_of(action: ActionItem, gone: frozenset[str]) -> str:
    """Who does it; nobody once they left the pod."""
    return "nobody yet" if action.owner in gone else name(action.owner_name)
