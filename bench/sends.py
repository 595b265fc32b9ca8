"""How many messages go out in a second while the connector takes its time."""

from bench.contestants import Contestant
from bench.peers.sending import Sent
from bench.processes import printed_by
from bench.surroundings import Surroundings

CONNECTOR_SECONDS = 0.3
SIGN_IN_SECONDS = 0.15


async def send_proactively(contestant: Contestant, around: Surroundings) -> Sent:
    """Let one process send, signed in anew, with slow services; raises NotMeasured."""
    around.channel.latency = CONNECTOR_SECONDS
    try:
        async with around.delay(SIGN_IN_SECONDS, service="login", route="/token"):
            printed = await printed_by(
                contestant.send, contestant.environment, around.log, contestant.folder
            )
    finally:
        around.channel.latency = 0.0
    return Sent(**printed)
