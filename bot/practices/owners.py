"""Who looks after a practice: its owner; once they have left, a coach of its pod."""

from bot.practices.changes import Change
from bot.practices.facts import What
from bot.practices.rules import may_see, reach_of
from storage.pods import Role, find_member, list_members
from storage.practices import PracticeState

_IN_TURN = (Role.COACH, Role.TEAM_LEADER)


async def find_owner(change: Change) -> str | None:
    """Whom to tell; the practice is handed over first where its owner has left, or works where
    it is not seen. None where its pod has no coach either, and for a draft whose author left.
    """
    practice = change.practice
    home = await find_member(change.session, practice.team_id, practice.owner)
    if home is not None and may_see(practice, change.place, reach_of(home)):
        return practice.owner
    if practice.state is PracticeState.DRAFT:
        return None
    members = await list_members(change.session, practice.pod_id)
    for role in _IN_TURN:
        for member in members:
            if member.role is role:
                practice.owner = member.user
                change.note(What.HANDED_OVER, to=member)
                return practice.owner
    return None
