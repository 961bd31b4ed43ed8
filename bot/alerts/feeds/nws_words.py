"""Plain words for a rep out of the Weather Service's texts, which shout, hyphenate and repeat."""

import re
from typing import Final

from bot.alerts.facts import Facts
from bot.alerts.feeds.reading import MOST_FACT, MOST_HEADLINE, one_line, words

_WHAT_LENGTH: Final = 400
_WHERE_LENGTH: Final = 200
# "* WHAT...South winds 25 to 35 mph": a bullet runs to the next one or to an empty line.
_BULLET: Final = re.compile(r"^\* ?([A-Z][A-Z /]+?)\.\.\.(.*?)(?=^\*|^\s*$|\Z)", re.M | re.S)
_BANNER: Final = re.compile(r"\.\.\.[^.].*?\.\.\.", re.S)  # "...FLOOD WARNING IN EFFECT..."
_PRODUCT: Final = re.compile(r"^\s*[A-Z]{3}[A-Z0-9]{3}\s+")  # "AQAPSR": its name on the wire
# "For the Wind Advisory, southwest winds … For the High Wind Watch, west winds …"
_ONE_OF_TWO: Final = re.compile(r"For the ([A-Z][\w ]+?), (.*?)(?=\s*For the [A-Z]|\Z)", re.S)
_NUMBERED: Final = re.compile(r"\bzones? \d", re.I)
_SENTENCE: Final = re.compile(r"(?<=[a-z0-9)]\.)\s+(?=[A-Z])|(?<=[A-Z]{3}\.)\s+(?=[A-Z])")
_TELLS: Final = re.compile(
    r"\b(power|outages?|electric\w*|utilit\w+|cell\w*|phones?|tele\w+)\b", re.I
)
_LOUD: Final = 0.6  # the share of capitals above which a text shouts
_KEPT: Final = re.compile(r"AM|PM|UTC|(AK|[ECMPA])[SD]T|[HS]ST|CHST|NWS|USA?|FEMA")
_OVER: Final = re.compile(
    r"\b(lifted|cancel+ed|rescinded|terminated|all[- ]clear|no longer in effect|has ended)\b", re.I
)
_NOT_ALL: Final = re.compile(r"\b(not|remains?|still|except|partial(ly)?|continues?)\b", re.I)
_FIRE: Final = "Weather in which fires spread fast; it does not mean that there is one."
# An agency's name as IPAWS has it: "201308,Fillmore County, MN,FILLMORE COUNTY MN".
_AGENCY: Final = re.compile(r"\d+,(?P<name>.+),[^,a-z]+")


def headline_of(event: str) -> str:
    """ "High Wind Warning" as "High wind warning"."""
    name = quiet(one_line(event, MOST_HEADLINE))
    return name[:1].upper() + name[1:].lower() if name.istitle() or name.islower() else name


def says_over(headline: str) -> bool:
    """Whether the headline of a message without VTEC says that it is over: "… LIFTED"."""
    return bool(_OVER.search(headline)) and not _NOT_ALL.search(headline)


def facts_of(description: str, event: str, areas: str, sender: str, is_fire: bool) -> Facts:
    """`areas` is the source's own list of them; it says where, if the text does not."""
    bullets = {name.strip(): _line(text) for name, text in _BULLET.findall(description)}
    where = bullets.get("WHERE") or bullets.get("AFFECTED AREA") or ""
    if not where or _NUMBERED.search(where):
        where = one_line(areas, MOST_FACT)
    told = _of_its_own(bullets.get("WHAT", ""), event)
    what = _fire(bullets) if is_fire else told or _first(description)
    tells = [each for each in _sentences(bullets.get("IMPACTS", "")) if _TELLS.search(each)]
    return Facts(
        what=one_line(" ".join([what, *tells[:2]]).strip(), _WHAT_LENGTH),
        where=one_line(where, _WHERE_LENGTH),
        source=sender_of(sender),
    )


def sender_of(sender: str) -> str:
    """Who says so, in words."""
    name = one_line(sender, 120)
    agency = _AGENCY.fullmatch(name)
    return agency["name"].strip() if agency else name


def quiet(text: str) -> str:
    """A text that shouts, in small letters with capitals where sentences begin."""
    letters = [each for each in text if each.isalpha()]
    if len(letters) < 4 or sum(each.isupper() for each in letters) < _LOUD * len(letters):
        return text
    small = re.sub(r"[A-Za-z]+", lambda word: _small(word[0]), text)
    return re.sub(r"(^|[.!?]\s+)([a-z])", lambda start: start[1] + start[2].upper(), small)


def _small(word: str) -> str:
    return word if _KEPT.fullmatch(word) else word.lower()


def _fire(bullets: dict[str, str]) -> str:
    """No rep should tell a customer of a fire where there is only dry wind."""
    wind = bullets.get("WINDS") or bullets.get("WIND")
    humidity = bullets.get("RELATIVE HUMIDITY") or bullets.get("HUMIDITY")
    said = [f"{name}: {text}" for name, text in (("Winds", wind), ("Humidity", humidity)) if text]
    return " ".join([_FIRE, *said] if said else [_FIRE, bullets.get("WHAT", "")]).strip()


def _of_its_own(what: str, event: str) -> str:
    """A text that speaks of two events at once, without what it says of the other."""
    own = [text for name, text in _ONE_OF_TWO.findall(what) if name.lower().endswith(event.lower())]
    return " ".join(text[:1].upper() + text[1:] for text in own) or what


def _first(description: str) -> str:
    """The first sentence that is no banner; nothing of a text that shouts, which is a list."""
    text = _BANNER.sub(" ", _PRODUCT.sub("", words(description, 4_000)))
    text = _line(text) if quiet(text) == text else ""
    return next((each for each in _sentences(text) if any(map(str.isalpha, each))), "")


def _sentences(text: str) -> list[str]:
    return [each.strip() for each in _SENTENCE.split(text) if each.strip()]


def _line(text: str) -> str:
    return (
        quiet(one_line(text, 2_000).replace("...", ", ").strip(" .,") + ".") if text.strip() else ""
    )
