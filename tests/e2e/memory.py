"""What the bot of the demonstration remembers of people."""

from psycopg import AsyncConnection, sql

FORGOTTEN = ("card", "effect", "helpdesk_case", "look", "outbox", "preference", "sign_in")
"""Tables. Where it may write to people stays: Teams tells that once only."""


async def forget_everybody(database: str) -> None:
    """Let nobody have asked for anything before."""
    async with await AsyncConnection.connect(database) as connection:
        for table in FORGOTTEN:
            await connection.execute(sql.SQL("delete from {}").format(sql.Identifier(table)))
