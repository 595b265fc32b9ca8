"""A process that uses a folder's Postgres until its standard input ends."""

import asyncio
import sys
from pathlib import Path

from bot.storage.embedded import embedded_postgres


async def main(folder: Path) -> None:
    async with embedded_postgres(folder) as url:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
