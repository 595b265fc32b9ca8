"""Jobs whose worker died in the middle: Procrastinate can find them, and does not retry them."""

from dataclasses import dataclass

import structlog
from procrastinate import App
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status

from bot.core.lease import LEASE, RENEWAL_SECONDS

# A worker sends heartbeats as the owner of a row renews its lease. Its job runs again only when
# that lease has certainly ended, or it would find the row taken.
HEARTBEAT_SECONDS = RENEWAL_SECONDS
STALLED_SECONDS = LEASE.total_seconds() + RENEWAL_SECONDS
# Not as soon: a worker that only hung can take no jobs any more once its row is deleted.
FORGOTTEN_SECONDS = 60.0
# A job that so many workers died of probably kills them, so it is given up.
MAX_ATTEMPTS = 10

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Stalled:
    """The retry of stalled jobs; every handler may safely run twice."""

    app: App

    async def retry(self) -> None:
        """Queue every stalled job again."""
        jobs = self.app.job_manager
        for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
            _log.warning("job_stalled", task=job.task_name, job=job.id, attempts=job.attempts)
            try:
                await self._retry(job)
            except ConnectorException as error:
                # Another process was faster: the job is not stalled any more.
                _log.info("stalled_job_left", job=job.id, error=type(error).__name__)

    async def _retry(self, job: Job) -> None:
        jobs = self.app.job_manager
        if job.attempts >= MAX_ATTEMPTS:
            return await jobs.finish_job(job, Status.FAILED, delete_job=False)
        try:
            await jobs.retry_job(job)
        except UniqueViolation:
            # The same work waits already, under the same queueing lock.
            await jobs.finish_job(job, Status.ABORTED, delete_job=False)
