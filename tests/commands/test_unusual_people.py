"""`check` for people whose names, places and pictures are not the usual ones."""

import asyncio
import json
from collections.abc import Callable

import pytest

from simulation.people import object_id
from simulation.running import Simulation
from tests.commands.conftest import Run
from tests.simulation.world import ELIF, FRANK, LUKAS, MAYA, NIALL

pytestmark = pytest.mark.asyncio(loop_scope="session")

SignIn = Callable[[str], None]
PEOPLE = {
    "an apostrophe": (NIALL, "differs", "sharepoint_old"),
    "a guest": (MAYA, "differs", "guest"),
    "a guest with an apostrophe": (object_id("xenia.popov.guest"), "differs", "guest"),
    "another geo": (LUKAS, "differs", "sharepoint_old"),
    "a Dutch folder, and a time": (object_id("vera.jansen"), "differs", "sharepoint_old"),
    "a port, and a GUID": (object_id("wim.peeters"), "differs", "sharepoint_old"),
    "no photo, said by 404": (ELIF, "no_photo", "no_photo"),
    "no photo, said by a pixel": (FRANK, "no_photo", "no_photo"),
}


@pytest.mark.parametrize("kind", PEOPLE)
async def test_each_unusual_person_has_the_right_verdict_and_cause(
    run: Run, tenant: Simulation, signed_in_as: SignIn, kind: str
) -> None:
    person, verdict, cause = PEOPLE[kind]
    upn = tenant.tenant.people[person].upn
    signed_in_as("reader")
    status, output, _ = await asyncio.to_thread(run, "check", upn, "--json")
    found = json.loads(output)
    assert (status, found["upn"], found["verdict"]) == (0, upn, verdict)
    assert cause in found["causes"]
    assert not [copy for copy in found["copies"] if copy["state"] == "not_read"]
