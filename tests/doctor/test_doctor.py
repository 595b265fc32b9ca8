import asyncio
from collections.abc import Iterable

from bot.doctor.doctor import Probe, run_probes
from bot.doctor.finding import Area, Finding, fine

FINE = fine(Area.NETWORK, "a host", "answers")


async def good() -> Iterable[Finding]:
    return [FINE]


async def test_a_broken_probe_hides_no_other_and_discloses_no_secret() -> None:
    async def broken() -> Iterable[Finding]:
        raise RuntimeError("s3cr3t")

    findings = await run_probes([Probe(Area.TEAMS, "keys", broken), Probe(Area.NETWORK, "a", good)])
    assert findings[1] == FINE
    assert (findings[0].state, findings[0].area, findings[0].name) == ("unknown", "Teams", "keys")
    assert findings[0].what == "could not be looked at (RuntimeError)"


async def test_a_hanging_probe_times_out() -> None:
    async def hanging() -> Iterable[Finding]:
        await asyncio.Event().wait()
        return []

    probes = [Probe(Area.TEAMS, "keys", hanging, seconds=0.01), Probe(Area.NETWORK, "a", good)]
    hung, other = await run_probes(probes)
    assert (hung.state, hung.what) == ("unknown", "no answer within 0.01 seconds")
    assert other == FINE


async def test_probes_run_concurrently() -> None:
    met = asyncio.Barrier(2)

    async def meeting() -> Iterable[Finding]:
        await met.wait()
        return [FINE]

    probes = [Probe(Area.NETWORK, name, meeting, seconds=5) for name in "ab"]
    assert await run_probes(probes) == (FINE, FINE)
