"""Forgetting what has been kept for as long as it may be."""

from datetime import datetime

from bot.storage.database import Database

SWEPT = (
    "delete from card where expires_at <= %s",
    "delete from effect where expires_at <= %s",
    "delete from outbox where expires_at <= %s and state not in ('queued', 'sending')",
    "delete from promise where expires_at <= %s",
    "delete from sign_in where expires_at <= %s",
)


async def sweep(database: Database, now: datetime) -> int:
    """Delete the rows whose time is up, results with their effects; return how many."""
    async with database.connection() as connection, connection.transaction():
        return sum([(await connection.execute(query, (now,))).rowcount for query in SWEPT])
