"""A large company, served in a process of its own: its memory and how fast it answers."""

import json
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

PEOPLE = 30_000
MAX_MEGABYTES = 150
"""A company of ten times the size may take 500."""

MEMORY = Path("/proc/self/status")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not MEMORY.exists(), reason="needs /proc to measure memory"),
]


@dataclass(frozen=True)
class Served:
    """What a process of the simulation told, and its number."""

    told: dict[str, Any]
    pid: int
    seconds: float

    def megabytes(self) -> float:
        status = Path(f"/proc/{self.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Served]:
    command = [sys.executable, "-m", "simulation", "--folder", str(tmp_path)]
    more = ["--people", str(PEOPLE), "--stale", "0.5", "--changes-a-day", "1000"]
    started = time.monotonic()
    with subprocess.Popen([*command, *more], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            told = json.loads("".join(iter(process.stdout.readline, "}\n")) + "}")
            yield Served(told, process.pid, time.monotonic() - started)
        finally:
            process.terminate()


async def test_everybody_is_read_and_memory_stays_small(company: Served) -> None:
    assert company.told["crowd"] == PEOPLE
    assert company.seconds < 60
    context = ssl.create_default_context(cafile=company.told["ca_file"])
    connector = aiohttp.TCPConnector(ssl=context)
    async with aiohttp.ClientSession(connector=connector) as http:
        http.headers["Authorization"] = f"Bearer {await _token(http, company.told)}"
        people = await _everybody(http, company.told["graph"])
        assert len(people) == PEOPLE + len(company.told["people"])
        photos = await _photos(http, company.told["graph"], people[:4_000])
        await http.post(f"{company.told['control']}/clock", json={"seconds": 86_400})
        again = await _photos(http, company.told["graph"], people[:4_000])
    changed = sum(photos[person] != again[person] for person in photos)
    assert 0.5 < changed / (1_000 * 4_000 / PEOPLE) < 1.5
    assert company.megabytes() < MAX_MEGABYTES


async def _token(http: aiohttp.ClientSession, told: dict[str, Any]) -> str:
    app = told["apps"]["reader"]
    form = {
        "grant_type": "client_credentials",
        "client_id": app["client_id"],
        "client_secret": app["secret"],
        "scope": f"{told['graph']}/.default",
    }
    address = f"{told['login']}/{told['tenant_id']}/oauth2/v2.0/token"
    async with http.post(address, data=form) as answer:
        token: str = (await answer.json())["access_token"]
        return token


async def _everybody(http: aiohttp.ClientSession, graph: str) -> list[str]:
    people: list[str] = []
    url = f"{graph}/v1.0/users/delta?$select=id,accountEnabled"
    while url:
        async with http.get(url, headers={"Prefer": "odata.maxpagesize=999"}) as answer:
            page = await answer.json()
            people += [user["id"] for user in page["value"]]
            url = page.get("@odata.nextLink", "")
    return people


async def _photos(http: aiohttp.ClientSession, graph: str, people: list[str]) -> dict[str, str]:
    """Everybody's etag, asked for in batches."""
    etags: dict[str, str] = {}
    for start in range(0, len(people), 20):
        part = people[start : start + 20]
        wanted = [{"id": p, "method": "GET", "url": f"/users/{p}/photo"} for p in part]
        async with http.post(f"{graph}/v1.0/$batch", json={"requests": wanted}) as answer:
            for each in (await answer.json())["responses"]:
                etags[each["id"]] = each["body"].get("@odata.mediaEtag", "")
    return etags
