"""Opens cases as fast as it can, until it is killed, and writes a line for each."""

import asyncio
import sys
from pathlib import Path
from uuid import uuid4

from bot.storage.database import open_database
from tests.helpdesk.desk import Desk
from tests.helpdesk.fakes import AMARA


async def main(url: str) -> None:
    async with open_database(url, Path()) as database:
        references = iter(str(uuid4()) for _ in range(100_000))
        desk = Desk(database)
        desk.reference = lambda: next(references)
        async with asyncio.TaskGroup() as tasks:
            for _ in range(8):
                tasks.create_task(open_for_ever(desk))


async def open_for_ever(desk: Desk) -> None:
    while True:
        await desk.cases.open(AMARA, str(uuid4()))
        sys.stdout.write("opened\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
