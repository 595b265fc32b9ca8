"""Finds the browser, runs one, and connects to it."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright

# The first is Chromium without a window of its own: the tests take a third less time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # A page is drawn and its timers run whether or not another window lies over it.
    "--disable-renderer-backgrounding",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    # Nothing leaves this machine, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
START_SECONDS = 30
PAUSE_SECONDS = 0.05


def chromium() -> str:
    """The browser's program: CHROMIUM says which, or it is on the PATH."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise FileNotFoundError(f"none of {', '.join(NAMES)} is on the PATH; set CHROMIUM")
    return found


@contextmanager
def run_chromium() -> Iterator[str]:
    """Run a headless browser, and give the address at which it is driven."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        arguments = (*FLAGS, "--remote-debugging-port=0", f"--user-data-dir={profile}")
        # What is on the PATH may be a script that waits for the browser, so both are stopped.
        process = subprocess.Popen(
            [chromium(), *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            yield f"http://127.0.0.1:{_port(Path(profile) / 'DevToolsActivePort')}"
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


@asynccontextmanager
async def connected(address: str) -> AsyncIterator[Browser]:
    """Drive the browser that runs at this address."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect_over_cdp(address)
        yield browser
        await browser.close()


def _port(noted: Path) -> str:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        if noted.exists() and (port := re.match(r"(\d+)\n", noted.read_text())):
            return port[1]
        time.sleep(PAUSE_SECONDS)
    raise TimeoutError("the browser does not start")
