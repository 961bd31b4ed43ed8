"""users.*: who is who, and who is where."""

from __future__ import annotations

from bot.workspace import pages
from bot.workspace.api_conversations import READ, kinds_of, listing
from bot.workspace.arguments import Arguments
from bot.workspace.find import person_of
from bot.workspace.method import Method, arguments
from bot.workspace.people import Person
from bot.workspace.shapes import Json, Refusal
from bot.workspace.state import State

READ_USERS = ("users:read",)
# Slack asks big workspaces for a `limit` and names no number.
MANY = 5000


def info(state: State, args: Arguments) -> Json:
    """users.info."""
    return {"user": _shown(state, person_of(state, args.text("user")))}


def list_users(state: State, args: Arguments) -> Json:
    """users.list: everybody, deactivated accounts, apps and Slackbot too."""
    people = list(state.people)
    if not args.has("limit") and len(people) > MANY:
        raise Refusal("limit_required")
    limit = args.number("limit", MANY)
    if limit < 1:
        raise Refusal("invalid_cursor" if args.has("cursor") else "limit_required")
    bounded = Arguments(args.given | {"limit": min(limit, 1000) if args.has("limit") else MANY})
    rows, metadata = pages.page(bounded, "user", people, MANY, MANY)
    shown = [_shown(state, person) for person in rows]
    return {"members": shown, "cache_ts": int(state.now()), "response_metadata": metadata}


def conversations(state: State, args: Arguments) -> Json:
    """users.conversations: where somebody is, as far as the app may see; itself by default."""
    kinds, app = kinds_of(state, args), state.app.user
    user = args.text("user") or app
    if state.people.find(user) is None:
        raise Refusal("invalid_arguments")
    known = [one for one in state.channels.of(user) if one.kind in kinds and one.visible_to(app)]
    return listing(args, known, app)


def lookup_by_email(state: State, args: Arguments) -> Json:
    """users.lookupByEmail; deactivated people are not found."""
    person = state.people.find_by_email(args.text("email"))
    if person is None or person.deleted:
        raise Refusal("users_not_found")
    return {"user": _shown(state, person)}


def _shown(state: State, person: Person) -> Json:
    return state.people.user(person, "users:read.email" in state.manifest.scopes)


METHODS = (
    Method("users.info", "Tier4", info, arguments("include_locale user"), ("user",), READ_USERS),
    Method(
        "users.list",
        "Tier2",
        list_users,
        arguments("cursor include_locale limit"),
        (),
        READ_USERS,
    ),
    Method(
        "users.conversations",
        "Tier2",
        conversations,
        arguments("cursor exclude_archived limit types user"),
        (),
        READ,
    ),
    Method(
        "users.lookupByEmail",
        "Tier3",
        lookup_by_email,
        arguments("email"),
        ("email",),
        ("users:read.email",),
    ),
)
