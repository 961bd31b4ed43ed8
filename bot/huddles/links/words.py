"""The words on the wire of links."""

from typing import Final

NEW_LINK: Final = "huddles.new_link"  # ends the calendar's link, whose id is the value
