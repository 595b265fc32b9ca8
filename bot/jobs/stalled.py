"""Jobs whose worker died while it did them. Procrastinate finds them and leaves them alone."""

from dataclasses import dataclass

import structlog
from procrastinate import App
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status

HEARTBEAT_SECONDS = 10.0
STALLED_SECONDS = 30.0
# What took so many workers with it is not tried on another.
MAX_ATTEMPTS = 10

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Stalled:
    """Has them run again; their handlers bear being run twice."""

    app: App

    async def retry(self) -> None:
        """Give every stalled job to a worker that lives."""
        jobs = self.app.job_manager
        for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
            _log.warning("job_stalled", task=job.task_name, job=job.id, attempts=job.attempts)
            try:
                await self._again(job)
            except ConnectorException as error:
                # Another process was faster.
                _log.info("stalled_job_left", job=job.id, error=type(error).__name__)

    async def _again(self, job: Job) -> None:
        jobs = self.app.job_manager
        if job.attempts >= MAX_ATTEMPTS:
            return await jobs.finish_job(job, Status.FAILED, delete_job=False)
        try:
            await jobs.retry_job(job)
        except UniqueViolation:
            # The same work waits already, under the same queueing lock.
            await jobs.finish_job(job, Status.ABORTED, delete_job=False)
