"""What the database knows of the pods, without asking Slack."""

from storage.database import Database
from storage.pods_roster import PodCount, list_pod_counts


async def show(database: Database) -> list[PodCount]:
    """Every pod with its market, channel, overflow pod and members by role."""
    async with database.read() as session:
        return await list_pod_counts(session)
