"""What is typed behind `/agenda`: nothing that all of the pod hears of is done on a guess."""

import pytest

from bot.huddles import whispers
from bot.huddles.sub_commands import TAKE_OFF, Typed, Word, read_typed
from bot.workspace.blocks import check_blocks

SHOW, ADD, WHEN, SKIP = Word.SHOW, Word.ADD, Word.WHEN, Word.SKIP


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Typed(SHOW, "")),
        ("  ", Typed(SHOW, "")),
        ("...", Typed(SHOW, "")),
        ("show", Typed(SHOW, "")),
        ("arrange", Typed(SHOW, "")),
        ("add roaming in Mexico", Typed(ADD, "roaming in Mexico")),
        ("add\u00a0roaming", Typed(ADD, "roaming")),
        ("add\nroaming\nand porting", Typed(ADD, "roaming\nand porting")),
        ("Add: roaming", Typed(ADD, "roaming")),
        ("ad roaming", Typed(ADD, "roaming")),
        ("start", Typed(Word.START, "")),
        ("Start the huddle now, please", Typed(Word.START, "")),
        ("begin", Typed(Word.START, "")),
        ("end it.", Typed(Word.END, "")),
        ("stop", Typed(Word.END, "")),
        ("recap port-in", Typed(Word.RECAP, "port-in")),
        ("next", Typed(WHEN, "")),
        ("wen", Typed(WHEN, "")),
        ("skip", Typed(SKIP, "")),
        ("skip fire drill", Typed(SKIP, "fire drill")),
        ("cancel", Typed(SKIP, "")),
        ("cancel Friday", Typed(SKIP, "Friday")),
        ("cancel tomorrow: fire drill", Typed(SKIP, "tomorrow: fire drill")),
        ("move 14:30", Typed(Word.MOVE, "14:30")),
        ("once Thursday 10:00", Typed(Word.ONCE, "Thursday 10:00")),
        ("scedule", Typed(Word.SCHEDULE, "")),
        ("coach @maya", Typed(Word.COACH, "@maya")),
        ("coahc <@U1|maya>", Typed(Word.COACH, "<@U1|maya>")),
        ("help", Typed(Word.HELP, "")),
        ("?", Typed(Word.HELP, "")),
    ],
)
def test_a_word_of_ours_is_read_with_what_follows_it(typed: str, meant: Typed) -> None:
    assert read_typed(typed) == meant


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("starter kits for new customers", Word.START),
        ("start selling eSIM", Word.START),
        ("strat", Word.START),
        ("end of contract customers", Word.END),
        ("ended contracts", Word.END),
        ("finish the port", Word.END),
        ("stop selling X", Word.END),
        ("ends", Word.END),
        ("skips calls", Word.SKIP),
        ("skipp", Word.SKIP),
        ("cancel fees on late payments", Word.SKIP),
        ("one thing about eSIM", Word.ONCE),
        ("movie packages", Word.MOVE),
        ("coaching tips", Word.COACH),
        ("scheduled maintenance Friday", Word.SCHEDULE),
        ("schedule changes at the store", Word.SCHEDULE),
        ("when customers ask for refunds", Word.WHEN),
        ("next generation phones", Word.WHEN),
        ("calendar of promotions", Word.CALENDAR),
        ("help with roaming", Word.HELP),
        ("list of dead zones", Word.SHOW),
        ("remove roaming", TAKE_OFF),
        ("roaming in Mexico", ""),
    ],
)
def test_what_may_be_meant_for_the_agenda_is_asked_and_never_done(typed: str, near: str) -> None:
    assert read_typed(typed) == Typed(None, typed, near)
    card = whispers.unknown(typed, near)
    assert check_blocks(card.blocks, "message") == []
    assert card.text.startswith(f"Put “{typed}” on the next agenda?")


def test_what_may_have_been_meant_instead_stands_below() -> None:
    card = whispers.unknown("end of contract customers", Word.END)
    assert card.text.endswith("/agenda end without other words ends the huddle.")
    assert card.blocks[-1]["type"] == "context"
    assert whispers.unknown("roaming").blocks[-1]["type"] == "actions"


def test_the_help_says_of_each_word_what_it_does() -> None:
    card = whispers.help_card()
    assert check_blocks(card.blocks, "message") == []
    for word in ("add", "when", "recap", "calendar", "start", "end", "skip", "move", "once"):
        assert f"/agenda {word}" in card.text
