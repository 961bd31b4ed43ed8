"""What somebody is shown who asks for a link; theirs alone."""

from typing import Final
from uuid import UUID

from bot.huddles.links import words
from bot.text import kit
from bot.text.kit import Block, Card
from bot.text.phrases import pod_name

_HERE: Final = "📅 *{pod}: huddles in your calendar.* Subscribe to this address:"
_RENEWED: Final = (
    "📅 *{pod}: the calendar has a new address.* The one before shows nothing any more; whoever "
    "subscribed to it subscribes to this one:"
)
_BY_ANOTHER: Final = "📅 *{pod}: somebody made a new link already.* This is the address that holds:"
_HOW: Final = (
    "Google: “Other calendars”, “From URL”. Outlook: “Add calendar”, “Subscribe from web”. Apple: "
    "“File”, “New Calendar Subscription”. Moved and skipped huddles follow by themselves, within "
    "an hour in some, within a day in others."
)
_SHOWS: Final = (
    "It shows times and titles, and nothing that anybody wrote. Whoever has the address sees them, "
    "so keep it within the pod."
)
_RENEW: Final = "A new link ends this one: everybody who subscribed does so anew."
_TEXT: Final = "{first} {url}"


def calendar_card(
    pod: str, url: str, link_id: UUID, *, may_renew: bool, made: bool | None = None
) -> Card:
    """`made`: whether a new link was made, where one was asked for; False where somebody else had
    done so.
    """
    said = _HERE if made is None else _RENEWED if made else _BY_ANOTHER
    first = said.format(pod=pod_name(pod))
    blocks: list[Block] = [
        kit.section(f"{first}\n`{url}`"),
        kit.context(_HOW),
        kit.context(f"{_SHOWS} {_RENEW}" if may_renew else _SHOWS),
    ]
    if may_renew:
        blocks.append(kit.actions(kit.button("New link", words.NEW_LINK, str(link_id))))
    return Card(_TEXT.format(first=first.replace("*", ""), url=url), blocks)
