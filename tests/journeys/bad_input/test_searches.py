"""Whatever is typed after `/practice` is answered, and means nothing to either database."""

from bot.workspace.visitor import words
from storage.practices import Gap, Practice
from tests.journeys.bad_input.doing import OUTAGE, finds, kept, saves
from tests.journeys.people import Day, Person

OURS = "Say the cause, who is on site"

# The same words stand in all of these: whatever surrounds them, they are found.
FOUND = {
    "FTS syntax": 'NEAR("bars" ramona, 3) AND {terms}: ramona* OR ^bars NOT -morning',
    "a column": "terms : ramona",
    "an open bracket": "NEAR(ramona bars",
    "tsquery syntax": "ramona & bars:* | !morning <-> (since",
    "quotes": '"ramona" \'bars\' `since` “morning” «ramona» "',
    "SQL": "ramona'; DROP TABLE practice; -- bars",
    "LIKE wildcards": "%ramona_ %bars% _morning_ \\%",
    "mixed scripts": "ramona Рамона 拉莫纳 רמונה رامونا bars",
    "wide letters": "ｒａｍｏｎａ ＢＡＲＳ",
    "invisible ones": "ramona\u202e bars \ufeff\u200b",
    "control characters": "ramona\x00 bars\x1b[31m\x7f",
    "accents": "rámóná bàrs",
    "10,000 characters": ("ramona bars " * 1000)[:10_000],
    "one word of nearly 10,000": "ramona bars " + "x" * 9_988,
    "emoji around them": "🔥🔥 ramona 📵 bars 🏴‍☠️",
    "everybody called": "<!channel> <@U1|x> @here ramona bars",
}
# Nothing that could be looked for stands in these.
WORDLESS = ["🔥🔥", "🏴‍☠️", '"', "%_%", "*:*", "(", "--", "\\", "''''", "…", "¿?", "\u200b\u200d"]
# Words, and none of ours; then what tells nobody what is missing.
IN_VAIN = ["x" * 10_000, "пароль 密码 סיסמה", "zzzzzz qqqqqq"]
NOT_NOTED = ["a", "1", "ñ", "1=1", '%_%" AND NEAR(', "neww"]


async def test_what_surrounds_the_words_does_not_hide_them(day: Day, maya: Person) -> None:
    await saves(maya, OUTAGE)
    for kind, typed in FOUND.items():
        shown = words(await finds(maya, typed))
        assert OURS in shown, kind
        assert "<!channel>" not in shown
    assert len(await kept(day, Practice)) == 1


async def test_what_has_no_words_is_not_looked_for_and_no_gap(day: Day, maya: Person) -> None:
    await saves(maya, OUTAGE)
    for typed in WORDLESS:
        shown = words(await finds(maya, typed))
        assert OURS not in shown, typed
        assert shown
    assert not await kept(day, Gap)


async def test_what_fits_nothing_is_said_to_and_kept_short(day: Day, maya: Person) -> None:
    await saves(maya, OUTAGE)
    for typed in (*IN_VAIN, *NOT_NOTED):
        shown = words(await finds(maya, typed))
        assert "No practice fits" in shown or "Nothing fits" in shown, typed
    gaps = await kept(day, Gap)
    assert len(gaps) == len(IN_VAIN)
    assert max(len(gap.words) for gap in gaps) <= 300
