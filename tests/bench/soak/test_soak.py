import asyncio
from pathlib import Path

import pytest

from bench.soak.people import roster
from bench.soak.soak import Plan, open_soak


def test_no_two_people_share_an_id_or_a_name() -> None:
    people = [start.person for start in roster(150)]
    for names in (
        {person.id for person in people},
        {person.upn for person in people},
        {person.site_name for person in people},
        {person.display_name for person in people},
    ):
        assert len(names) == 150


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_a_short_soak_measures_everything_and_survives_a_kill(tmp_path: Path) -> None:
    plan = Plan(24, rate=3, people=30, faults="none", seed=7, folder=tmp_path)
    async with open_soak(plan, lambda _: None) as soak:
        [kill] = soak.disturbances.chosen("kill")
        async with asyncio.TaskGroup() as group:
            group.create_task(soak.run(asyncio.Event()))
            await asyncio.sleep(5)
            group.create_task(soak.disturbances.once(kill))
        result = await soak.soaked()
    verdicts = {verdict.name: verdict for verdict in result.verdicts()}
    assert result.ledger.broken == []
    assert result.ledger.words
    assert result.ledger.probes
    assert verdicts["A: resident, MiB"].figure != "not measured"
    assert "B: resident, MiB" not in verdicts, "a replica that was killed can't be flat"
    assert verdicts["cards that wait at the end"].holds
    assert verdicts["false claims"].holds
    assert "Everything holds." in result.told() or " fail." in result.told()
