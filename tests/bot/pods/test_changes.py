"""Many changes are summed up, and nobody who leaves is lost in a sum."""

from bot.pods.changes import Change, Kind, sum_up, total


def joins(number: int, pod: str = "detroit") -> list[Change]:
    return [Change(Kind.JOINS, pod, f"P{each} joins {pod}") for each in range(number)]


NEW_POD = [
    Change(Kind.MARKET, "detroit", "new"),
    Change(Kind.POD, "detroit", "new"),
    *joins(47),
    Change(Kind.POD, "detroit", "overflows to sd"),
    Change(Kind.CREATED, "#pod-detroit", "create it (private)"),
    Change(Kind.LINKED, "#pod-detroit", "becomes the channel of detroit"),
    Change(Kind.TOPIC, "#pod-detroit", "set its topic"),
    Change(Kind.INVITED, "#pod-detroit", "invite 47", 47),
]


def test_a_new_pod_is_one_line_and_its_channel_another() -> None:
    assert list(sum_up(NEW_POD)) == [
        "market detroit: new",
        "pod detroit: new, overflows to sd, 47 members join",
        "#pod-detroit: create it (private), becomes the channel of detroit, set its topic, "
        "invite 47",
    ]


def test_a_few_people_of_a_pod_are_named() -> None:
    assert list(sum_up([*joins(5), *joins(6, "sd")])) == [
        *(f"P{number} joins detroit" for number in range(5)),
        "pod sd: 6 members join",
    ]


def test_who_leaves_moves_or_changes_role_is_named_among_however_many() -> None:
    named = [
        Change(Kind.LEAVES, "detroit", "Maya leaves detroit"),
        Change(Kind.MOVES, "detroit", "Dan moves to detroit"),
        Change(Kind.ROLE, "detroit", "Ana becomes coach"),
    ]
    details = [Change(Kind.DETAILS, "detroit", f"Q{each}: skills changed") for each in range(2)]
    assert list(sum_up([*joins(20), *named, *details])) == [
        "pod detroit: 20 members join, 2 members' entries change",
        "Maya leaves detroit",
        "Dan moves to detroit",
        "Ana becomes coach",
    ]


def test_many_markets_are_counted() -> None:
    markets = [Change(Kind.MARKET, f"m{number}", "new") for number in range(340)]
    assert list(sum_up(markets)) == ["340 markets"]


def test_the_total_counts_a_pod_once_and_each_invitation() -> None:
    assert total(NEW_POD) == ("1 market, 1 pod, 47 members join, 1 new channel, 47 invitations")
    assert total(joins(16_000)) == "16,000 members join"


def test_a_topic_alone_is_counted_too() -> None:
    assert total([Change(Kind.TOPIC, "#pod-sd", "set its topic")]) == "1 topic"
    assert total([]) == ""
