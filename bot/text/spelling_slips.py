"""Whether two words differ by one slip of the finger."""

from typing import Final

_SHORTEST: Final = 5


def one_slip(one: str, other: str) -> bool:
    """A letter more, less, wrong, or two swapped, in words of five letters and more that begin
    alike: the first letter is seldom the wrong one.
    """
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _SHORTEST or shorter[0] != longer[0] or len(longer) - len(shorter) > 1:
        return False
    at = next((at for at, letter in enumerate(shorter) if letter != longer[at]), len(shorter))
    if len(shorter) != len(longer):
        return shorter[at:] == longer[at + 1 :]
    swapped = shorter[at : at + 2] == longer[at : at + 2][::-1]
    return shorter[at + 1 :] == longer[at + 1 :] or (
        swapped and shorter[at + 2 :] == longer[at + 2 :]
    )
