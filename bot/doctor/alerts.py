"""Whether every pod has the alerts that go on: which ones Slack refuses them, and why."""

from bot.alerts.progress_card import reason
from bot.alerts.refusals import find_refused
from bot.doctor.facts import Finding, ok, problem
from bot.terminal import counted
from storage.database import Database

CHECK = "alerts"
MOST_NAMED = 10
_DO = (
    "Put the channel right: unarchive it, or invite Podline to it. Then press “Try again”, which a "
    "resolution expert, leader or resource manager of the market was sent."
)


async def look_at_alerts(database: Database) -> list[Finding]:
    """One finding a pod, as far as they are few."""
    async with database.read() as session:
        refused = (await find_refused(session)).refused
    pods = {each.failed.place.pod.id: each.failed for each in refused}
    if not pods:
        return [ok(CHECK, "No pod is without an alert that goes on.")]
    findings = []
    for pod_id, failed in list(pods.items())[:MOST_NAMED]:
        count = sum(each.failed.place.pod.id == pod_id for each in refused)
        alerts = counted(count, "alert that goes on", "alerts that go on")
        said = f"Pod {failed.place.pod.key} is without {alerts}: {reason(failed)}."
        findings.append(problem(CHECK, said, _DO))
    more = len(pods) - MOST_NAMED
    if more > 0:
        findings.append(problem(CHECK, f"And {counted(more, 'more pod', 'more pods')}.", _DO))
    return findings
