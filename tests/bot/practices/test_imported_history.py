"""What the history of a practice says where a file brought it in, or changed it."""

from bot.practices.facts import FROM_A_FILE, Entry
from bot.practices.whole import whole_modal
from tests.bot.advice.samples import texts
from tests.bot.practices.samples import NOW, sample_change, sample_whole


def test_what_came_from_a_file_says_so_and_who_found_it_out() -> None:
    changed = sample_change(
        version=2, what="edited", who=None, who_name=None, why=FROM_A_FILE, at=NOW
    )
    entries = [Entry(sample_change(why=FROM_A_FILE)), Entry(changed)]
    shown = texts(whole_modal(sample_whole(history=entries), NOW)["blocks"])
    assert shown[shown.index("History") + 1 :] == [
        "changed from a file · today",
        "imported from a file; found out by Maya R. · 3 days ago",
    ]


def test_a_change_by_hand_keeps_the_reason_that_was_typed() -> None:
    entries = [Entry(sample_change(what="shared", why=FROM_A_FILE))]
    shown = texts(whole_modal(sample_whole(history=entries), NOW)["blocks"])
    assert shown[-1] == f"shared by Maya R. · 3 days ago: {FROM_A_FILE}"
