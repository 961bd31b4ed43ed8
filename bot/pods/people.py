"""Finds the Slack accounts of the people in a roster."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.errors import Misconfigured
from bot.pods.roster import Roster, RosterMember
from bot.pods.workspace import Account

NO_EMAILS = (
    "Slack gives no e-mail addresses: add the scope users:read.email to the app "
    "(it stands in manifest.yml), install it again, and run this again."
)


@dataclass(frozen=True, slots=True)
class People:
    """`users`: Slack id by the member's `who`. `refused`: why the others are left out.

    `missing` are those whom Slack does not know, maybe only by a misspelt address; `gone` are the
    ids of deactivated accounts, of which Slack may show no address.
    """

    users: dict[str, str] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    gone: frozenset[str] = frozenset()
    refused: list[str] = field(default_factory=list)


def resolve(roster: Roster, accounts: Sequence[Account]) -> People:
    """Raises `Misconfigured` when Slack shows no e-mail address at all."""
    by_email = {account.email: account for account in accounts if account.email}
    by_id = {account.id: account for account in accounts}
    gone = frozenset(account.id for account in accounts if account.is_deactivated)
    people, taken = People(gone=gone), dict[str, RosterMember]()
    if not by_email and any(not member.user for member in roster.members):
        raise Misconfigured(NO_EMAILS)
    for member in roster.members:
        account = by_id.get(member.user) if member.user else by_email.get(member.email)
        if account is None:
            people.missing.add(member.who)
            people.refused.append(_missing(member))
        elif reason := _unfit(account):
            people.refused.append(f"{member.who} ({member.place}) {reason}")
        elif first := taken.get(account.id):
            people.refused.append(
                f"{member.who} ({member.place}) is the same Slack account as "
                f"{first.who} ({first.place}): take one of them out."
            )
        else:
            taken[account.id] = member
            people.users[member.who] = account.id
    return people


def _missing(member: RosterMember) -> str:
    return (
        f"{member.who} ({member.place}) is not in this Slack workspace: "
        "correct the address, or invite them to Slack and run this again."
    )


def _unfit(account: Account) -> str:
    if account.is_app:
        return "is an app, not a person: take it out."
    if account.is_stranger:
        return "belongs to another company's Slack: only people of this workspace can be in a pod."
    if account.is_deactivated:
        return "has a deactivated account: take them out, or have an admin reactivate it."
    if account.is_guest:
        return "is a guest here: an admin must make them a full member first."
    return ""
