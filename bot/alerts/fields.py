"""The fields of the forms of alerts. Each block is named by its field of a draft; the name of its
element ends in a stamp, so that a form which comes again can show something else in it."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Final

from bot.alerts import words
from bot.alerts.area_names import area_name
from bot.alerts.checking import LONGEST
from bot.alerts.draft import LANGUAGES, Draft
from bot.alerts.phrases import BASES, COLOURS, KINDS, SEVERITIES
from bot.alerts.phrases import LANGUAGES as LANGUAGE_NAMES
from bot.alerts.templates import template
from bot.pods.facts import PodInMarket
from bot.text import kit
from bot.text.escaping import shorten
from bot.text.kit import Block, Element
from bot.text.phrases import pod_label
from storage.alerts import AlertKind, Basis
from storage.alerts_reach import MarketPlace
from storage.languages import Language

MOST_OPTIONS: Final = 100  # of a menu
_AREAS: Final = (("counties", "County {code}"), ("zones", "Zone {code}"))
_NAMED: Final = "{name} ({code})"
_LONGEST_OPTION: Final = 75
_NEEDED: Final = "headline"
_LONG: Final = "what"


def line_field(field: str, label: str, hold: str, draft: Draft, stamp: str) -> Block:
    """Words to type; only the headline is needed."""
    element = kit.text_input(
        f"{field}.{stamp}",
        hold,
        getattr(draft, field),
        multiline=field == _LONG,
        longest=LONGEST[field],
        focus=field == _NEEDED and not draft.headline,
    )
    return kit.field_of(field, label, element, optional=field != _NEEDED)


def kind_field(draft: Draft, stamp: str, *, dispatches: bool) -> Block:
    """Where it `dispatches`, choosing another kind changes the words to start from."""
    options = {each: kit.option(text.capitalize(), each) for each, text in KINDS.items()}
    action = words.KIND_CHOSEN if dispatches else f"kind.{stamp}"
    initial = options[draft.kind] if draft.kind else None
    menu = kit.menu(action, "Choose what it is about", list(options.values()), initial)
    field = kit.field_of("kind", "Kind", menu)
    return field | {"dispatch_action": True} if dispatches else field


def severity_field(draft: Draft, stamp: str) -> Block:
    options = {
        each: kit.option(f"{COLOURS[each]} {text.capitalize()}", each)
        for each, text in SEVERITIES.items()
    }
    menu = kit.menu(
        f"severity.{stamp}", "Severity", list(options.values()), options[draft.severity]
    )
    hint = "Outside a pod's hours only severe and extreme are posted; the rest waits."
    return kit.field_of("severity", "Severity", menu, hint)


def end_fields(draft: Draft, stamp: str, hint: str) -> list[Block]:
    """An end, and whose it is. Without one, nobody knows."""
    options = {each: kit.option(text, each) for each, text in BASES.items()}
    basis = draft.basis if draft.expected_end else Basis.ESTIMATED
    ends = int(draft.expected_end.timestamp()) if draft.expected_end else None
    at = kit.date_and_time(f"expected_end.{stamp}", ends)
    whose = kit.choices(f"basis.{stamp}", list(options.values()), options[basis])
    return [
        kit.field_of("expected_end", "Expected end", at, hint, optional=True),
        kit.field_of("basis", "Whose time is it?", whose, "Without a time it says “No time yet”."),
    ]


def moment_field(field: str, label: str, at: datetime, action: str, hint: str) -> Block:
    element = kit.date_and_time(action, int(at.timestamp()))
    return kit.field_of(field, label, element, hint, optional=True)


def say_fields(draft: Draft, market: MarketPlace, stamp: str) -> list[Block]:
    """One in each language of the market that we write; what is there in another stays."""
    return [_say_field(draft, language, stamp) for language in languages_of(market)]


def languages_of(market: MarketPlace) -> tuple[Language, ...]:
    """Those of the market in which alerts are said; English where there is none of them."""
    return tuple(each for each in LANGUAGES if each in market.languages) or ("en",)


def with_templates(draft: Draft, market: MarketPlace) -> dict[str, str]:
    """By field, the words to start from where nothing was typed."""
    about = " ".join((draft.headline, draft.what, draft.cause))
    return {
        f"say_{each}": draft.say(each) or template(draft.kind, each, about)
        for each in languages_of(market)
    }


def areas_field(draft: Draft, market: MarketPlace, stamp: str) -> list[Block]:
    """Nothing where the market's areas are not known."""
    texts = dict(_areas(market))
    if not texts:
        return []
    codes = offered_areas(market, draft.areas)
    options = {code: kit.option(texts[code], code) for code in codes}
    initial = [options[each] for each in draft.areas if each in options]
    menu = kit.several(f"areas.{stamp}", "The whole market", list(options.values()), initial)
    return [kit.field_of("areas", "Counties and zones", menu, optional=True)]


def offered_areas(market: MarketPlace, chosen: Collection[str]) -> list[str]:
    """The codes that the menu has: those `chosen`, and as many others as it holds."""
    codes = [code for code, _ in _areas(market)]
    return sorted(codes, key=lambda code: code not in chosen)[:MOST_OPTIONS]


def areas_of(market: MarketPlace) -> set[str]:
    """The codes that may be chosen."""
    return {code for code, _ in _areas(market)}


def pods_field(draft: Draft, pods: Sequence[PodInMarket], stamp: str) -> list[Block]:
    """Only where there are several."""
    if len(pods) < 2:
        return []
    options: dict[str, Element] = {
        str(each.pod.id): kit.option(pod_label(each.pod.name), str(each.pod.id)) for each in pods
    }
    initial = [options[each] for each in draft.only_pods if each in options]
    shown = list(options.values())[:MOST_OPTIONS]
    menu = kit.several(f"only_pods.{stamp}", "All of them", shown, initial)
    return [kit.field_of("only_pods", "Pods", menu, optional=True)]


def _say_field(draft: Draft, language: Language, stamp: str) -> Block:
    field, text = f"say_{language}", draft.say(language)
    element = kit.text_input(
        f"{field}.{stamp}.{draft.kind}",
        "One sentence, as you say it to the customer",
        text,
        multiline=True,
        longest=LONGEST[field],
    )
    hint = _hint(draft.kind)
    label = f"One way to say it ({LANGUAGE_NAMES[language]})"
    return kit.field_of(field, label, element, hint, optional=True)


def _hint(kind: AlertKind | None) -> str:
    if kind is None:
        return "Choose a kind, and there are words to start from."
    if template(kind, "en"):
        return "Somewhere to start from: make it your own, or leave it empty."
    return "In your own words, or leave it empty."


def _areas(market: MarketPlace) -> Iterator[tuple[str, str]]:
    """By name, and those last that nobody names."""
    for kind, nameless in _AREAS:
        named = [
            (area_name(str(code), market.areas), str(code)) for code in market.areas.get(kind, ())
        ]
        for name, code in sorted(named, key=lambda each: (not each[0], each)):
            yield code, area_text(name, code) if name else nameless.format(code=code)


def area_text(name: str, code: str) -> str:
    """As long as an option of a menu can be."""
    rest = _LONGEST_OPTION - len(_NAMED.format(name="", code=code))
    return _NAMED.format(name=shorten(name, rest), code=code)
