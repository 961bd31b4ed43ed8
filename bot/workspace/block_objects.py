"""Composition objects: texts, options, dialogs and the like, as rules.

Source: docs.slack.dev/reference/block-kit/composition-objects, one page an object.
"""

from functools import cache

from bot.workspace.block_checks import Chars, Choice, Flag, Items, Matching, Shape, Typed
from bot.workspace.block_relations import some_of

STYLE = Choice(("primary", "danger"))
ID = Chars(255)
LINK = Matching(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", "must be a valid url", 3000)
IMAGE_LINK = Matching(r"https?://\S+", "must be a valid url", 3000)

_PLAIN = "plain_text"
_MRKDWN = "mrkdwn"


@cache
def plain(most: int) -> Typed:
    """A `plain_text` object of 1 to `most` characters; only it knows `emoji`."""
    return Typed({_PLAIN: Shape({"text": Chars(most)}, {"emoji": Flag()})})


@cache
def text(most: int = 3000) -> Typed:
    """A `plain_text` or `mrkdwn` object of 1 to `most` characters (3,000 by the text page)."""
    mrkdwn = Shape({"text": Chars(most)}, {"verbatim": Flag()})
    return Typed({**plain(most).shapes, _MRKDWN: mrkdwn})


CONFIRM = Shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": STYLE},
)
DISPATCH = Shape(
    {"trigger_actions_on": Items(Choice(("on_enter_pressed", "on_character_entered")))}
)
FILTER = Shape(
    optional={
        "include": Items(Choice(("im", "mpim", "private", "public"))),
        "exclude_external_shared_channels": Flag(),
        "exclude_bot_users": Flag(),
    },
    rules=(some_of("include", "exclude_external_shared_channels", "exclude_bot_users"),),
)
SLACK_FILE = Shape(optional={"id": Chars(), "url": LINK}, rules=(some_of("id", "url"),))

_VALUE = Chars(150)
MENU_OPTION = Shape({"text": plain(75), "value": _VALUE}, {"description": plain(75)})
BOX_OPTION = Shape({"text": text(75), "value": _VALUE}, {"description": text(75)})
OVERFLOW_OPTION = Shape(
    {"text": plain(75), "value": _VALUE}, {"description": plain(75), "url": LINK}
)
GROUP = Shape({"label": plain(75), "options": Items(MENU_OPTION, 100)})
