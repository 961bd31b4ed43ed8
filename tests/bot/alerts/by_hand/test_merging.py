"""Two who edit one alert at once lose nothing, whatever each of them changed."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as some

from bot.alerts.draft import Draft
from bot.alerts.merging import changed_fields, merge
from storage.alerts import AlertKind, Basis, Severity

NINE = datetime(2026, 11, 16, 21, tzinfo=UTC)
WORDS = some.sampled_from(["", "one", "two"])
DRAFTS = some.builds(
    Draft,
    kind=some.sampled_from(AlertKind),
    severity=some.sampled_from(Severity),
    headline=WORDS,
    what=WORDS,
    cause=WORDS,
    areas=some.sampled_from([(), ("CAC073",)]),
    say_es=WORDS,
)


def test_different_fields_of_two_editors_stand_together() -> None:
    seen = Draft(headline="Fiber cut")
    theirs, mine = replace(seen, cause="A digger"), replace(seen, who="A crew")
    merged = merge(seen, mine, theirs)
    assert merged.draft == replace(seen, cause="A digger", who="A crew")
    assert merged.conflicts == ()


def test_what_both_changed_alike_is_no_conflict() -> None:
    seen = Draft(headline="Fiber cut")
    both = replace(seen, severity=Severity.SEVERE)
    assert merge(seen, both, both) == (both, ())


def test_what_both_changed_otherwise_is_shown_with_both() -> None:
    seen = Draft(headline="Fiber cut")
    theirs, mine = replace(seen, cause="A digger"), replace(seen, cause="A flood")
    merged = merge(seen, mine, theirs)
    (conflict,) = merged.conflicts
    assert (conflict.field, conflict.theirs.cause, conflict.mine.cause) == (
        "cause",
        "A digger",
        "A flood",
    )


def test_an_end_and_its_basis_are_one_thing() -> None:
    seen = Draft(headline="Fiber cut", expected_end=NINE, basis=Basis.ESTIMATED)
    theirs = replace(seen, expected_end=None, basis=Basis.UNKNOWN)
    mine = replace(seen, basis=Basis.STATED)
    assert [each.field for each in merge(seen, mine, theirs).conflicts] == ["expected_end"]


@given(DRAFTS, DRAFTS, DRAFTS)
def test_nothing_is_lost_without_being_shown(seen: Draft, mine: Draft, now: Draft) -> None:
    merged = merge(seen, mine, now)
    shown = {each.field for each in merged.conflicts}
    for field in changed_fields(seen, mine):
        assert getattr(merged.draft, field) == getattr(mine, field)
    for field in set(changed_fields(seen, now)) - shown:
        assert getattr(merged.draft, field) == getattr(now, field)


@given(DRAFTS)
def test_what_is_kept_as_json_reads_back_the_same(draft: Draft) -> None:
    assert Draft.read(draft.plain()) == draft
    dated = replace(draft, starts_at=NINE, expected_end=NINE, basis=Basis.STATED)
    assert Draft.read(dated.plain()) == dated
