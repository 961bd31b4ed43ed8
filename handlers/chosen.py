"""What somebody typed, chose or picked, whatever the element of the form."""

from bot.text.cleaning import clean
from handlers.fields import part, parts, raw
from handlers.message_words import words_of_rich_text
from handlers.payloads import Payload

_SINGLE = (
    *("value", "selected_user", "selected_conversation", "selected_channel"),
    *("selected_date", "selected_time", "selected_date_time"),
)
_SEVERAL = ("selected_users", "selected_conversations", "selected_channels")


def chosen(element: Payload) -> str | None:
    """None where nothing was; several choices are joined by commas.

    Times are as Slack gives them: 2026-11-16, 16:00, seconds since the epoch. Files are none.
    """
    if option := raw(part(element, "selected_option"), "value"):
        return option
    if options := [raw(option, "value") for option in parts(element, "selected_options")]:
        return ",".join(options)
    for key in _SINGLE:
        value = element.get(key)
        if isinstance(value, str):
            return clean(value)
        if isinstance(value, int):
            return str(value)
    for key in _SEVERAL:
        several = element.get(key)
        if isinstance(several, list) and several:
            return ",".join(each for each in several if isinstance(each, str))
    return words_of_rich_text(element.get("rich_text_value"))
