"""The rich text that apps may send, as rules.

Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block.
"""

from bot.workspace.block_checks import Chars, Choice, Flag, Items, Kind, Shape, Typed, Whole
from bot.workspace.block_objects import LINK

_STYLE = Shape(
    optional={key: Flag() for key in ("bold", "italic", "strike", "code", "underline")},
)
_PING_STYLE = Shape(
    optional={
        key: Flag()
        for key in ("bold", "italic", "strike", "highlight", "client_highlight", "unlink")
    },
)
_WORDS = Chars(3000)
_ID = Chars(255)


def _inline(style: Kind, optional: dict[str, Kind] | None = None, **required: Kind) -> Shape:
    return Shape(required, {"style": style, **(optional or {})})


_PLAIN_PARTS: dict[str, Shape] = {
    # A space between two mentions is a text of its own, an empty text is refused.
    "text": _inline(_STYLE, text=Chars(3000, blank=True)),
    "link": _inline(_STYLE, {"text": _WORDS, "unsafe": Flag()}, url=LINK),
}
_PARTS: dict[str, Shape] = {
    **_PLAIN_PARTS,
    "emoji": _inline(_STYLE, {"unicode": Chars(100), "skin_tone": Whole(1, 6)}, name=Chars(100)),
    "user": _inline(_PING_STYLE, user_id=_ID),
    "usergroup": _inline(_PING_STYLE, usergroup_id=_ID),
    "channel": _inline(_PING_STYLE, channel_id=_ID),
    "broadcast": _inline(_STYLE, range=Choice(("here", "channel", "everyone"))),
    "color": _inline(_STYLE, value=Chars(20)),
    "date": _inline(
        _STYLE,
        {"url": LINK, "fallback": _WORDS},
        timestamp=Whole(0, 10**11),
        format=_WORDS,
    ),
}
_INLINE = Items(Typed(_PARTS), 1000, least=0)
_SECTION: dict[str, Shape] = {"rich_text_section": Shape({"elements": _INLINE})}
_BORDER: dict[str, Kind] = {"border": Whole(0, 1)}

_ELEMENTS: dict[str, Shape] = {
    **_SECTION,
    "rich_text_list": Shape(
        {"elements": Items(Typed(_SECTION), 1000), "style": Choice(("bullet", "ordered"))},
        {**_BORDER, "indent": Whole(0, 8), "offset": Whole(0, 10**6)},
    ),
    "rich_text_preformatted": Shape(
        {"elements": Items(Typed(_PLAIN_PARTS), 1000)}, {**_BORDER, "language": Chars(50)}
    ),
    "rich_text_quote": Shape({"elements": Items(Typed(_PARTS), 1000)}, _BORDER),
}

RICH_TEXT = Shape({"elements": Items(Typed(_ELEMENTS), 1000)}, {"block_id": _ID})
RICH_TEXT_VALUE = Typed({"rich_text": RICH_TEXT})
