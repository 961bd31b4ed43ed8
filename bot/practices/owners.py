"""Who looks after a practice: its owner; once they have left, a coach of its pod."""

from bot.practices.changes import Change
from bot.practices.facts import What
from storage.pods import Role, list_members
from storage.practices_reading import is_on_roster

_IN_TURN = (Role.COACH, Role.TEAM_LEADER)


async def find_owner(change: Change) -> str | None:
    """Whom to tell; the practice is handed over first where its owner has left. None where its
    pod has no coach either.
    """
    practice = change.practice
    if await is_on_roster(change.session, practice.team_id, practice.owner):
        return practice.owner
    members = await list_members(change.session, practice.pod_id)
    for role in _IN_TURN:
        for member in members:
            if member.role is role:
                practice.owner = member.user
                change.note(What.HANDED_OVER)
                return practice.owner
    return None
