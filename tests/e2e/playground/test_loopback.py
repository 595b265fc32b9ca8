"""The playground would serve every interface of the machine."""

from pathlib import Path
from typing import Any

import psutil
import pytest
from yarl import URL

from tests.e2e.playground.server import configuration, run_playground

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]


async def test_the_playground_is_reached_from_this_machine_only(
    company: Any, tmp_path: Path
) -> None:
    configured = configuration(company, company["people"][0]["upn"])
    async with run_playground(tmp_path, configured, "http://localhost/") as address:
        assert hosts_of(URL(address).port) == {"127.0.0.1"}


def hosts_of(port: int | None) -> set[str]:
    """Where somebody listens on this port."""
    listening = [c for c in psutil.net_connections("tcp") if c.status == psutil.CONN_LISTEN]
    return {each.laddr.ip for each in listening if each.laddr.port == port}
