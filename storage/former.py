"""How whoever was erased is called from then on, wherever their name stood."""

from typing import Final

FORMER: Final = "a former colleague"
