"""The rich text that apps may send, as rules.

Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block.
"""

from bot.workspace.block_checks import Chars, Choice, Flag, Items, Kind, Shape, Typed, Whole
from bot.workspace.block_objects import ID, LINK

_STYLE = Shape(
    optional={key: Flag() for key in ("bold", "italic", "strike", "code", "underline")},
)
_PING_STYLE = Shape(
    optional={
        key: Flag()
        for key in ("bold", "italic", "strike", "highlight", "client_highlight", "unlink")
    },
)
_WORDS = Chars()
_SOME_ID = Chars()


def _inline(style: Kind, optional: dict[str, Kind] | None = None, **required: Kind) -> Shape:
    return Shape(required, {"style": style, **(optional or {})})


_PLAIN_PARTS: dict[str, Shape] = {
    # A space between two mentions is a text of its own, an empty text is refused.
    "text": _inline(_STYLE, text=Chars(blank=True)),
    "link": _inline(_STYLE, {"text": _WORDS, "unsafe": Flag()}, url=LINK),
}
_PARTS: dict[str, Shape] = {
    **_PLAIN_PARTS,
    "emoji": _inline(_STYLE, {"unicode": _WORDS, "skin_tone": Whole(1, 6)}, name=_WORDS),
    "user": _inline(_PING_STYLE, user_id=_SOME_ID),
    "usergroup": _inline(_PING_STYLE, usergroup_id=_SOME_ID),
    "channel": _inline(_PING_STYLE, channel_id=_SOME_ID),
    "broadcast": _inline(_STYLE, range=Choice(("here", "channel", "everyone"))),
    "color": _inline(_STYLE, value=_WORDS),
    "date": _inline(
        _STYLE,
        {"url": LINK, "fallback": _WORDS},
        timestamp=Whole(0),
        format=_WORDS,
    ),
}
_INLINE = Items(Typed(_PARTS), least=0)
_SECTION: dict[str, Shape] = {"rich_text_section": Shape({"elements": _INLINE})}
_BORDER: dict[str, Kind] = {"border": Whole(0, 1)}

_ELEMENTS: dict[str, Shape] = {
    **_SECTION,
    "rich_text_list": Shape(
        {"elements": Items(Typed(_SECTION)), "style": Choice(("bullet", "ordered"))},
        {**_BORDER, "indent": Whole(0, 8), "offset": Whole(0)},
    ),
    "rich_text_preformatted": Shape(
        {"elements": Items(Typed(_PLAIN_PARTS))}, {**_BORDER, "language": _WORDS}
    ),
    "rich_text_quote": Shape({"elements": Items(Typed(_PARTS))}, _BORDER),
}

RICH_TEXT = Shape({"elements": Items(Typed(_ELEMENTS))}, {"block_id": ID})
RICH_TEXT_VALUE = Typed({"rich_text": RICH_TEXT})
