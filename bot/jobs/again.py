"""When a job that was not done is run again."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from bot.core.clock import Now


@dataclass(frozen=True)
class Again(BaseRetryStrategy):
    """Gives back a job that a stop cut off, and puts off one that failed, as often as it waits."""

    now: Now
    waits: tuple[timedelta, ...] = ()

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to run the job again; None where it is given up."""
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision(retry_at=self.now())
        if job.attempts < len(self.waits):
            return RetryDecision(retry_at=self.now() + self.waits[job.attempts])
        return None
