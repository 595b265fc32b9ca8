"""The faults of the simulation that each mischief is made of."""

from typing import Any

from simulation.faults import Fault, Kind
from simulation.running import Simulation
from tests.model.state import Mischief
from tests.photos.examples import ACCOUNT

PROPERTY_WRITES = "SetSingleValueProfileProperty"
# A stall of this many seconds is none: it is the moment at which the photo is changed.
CHANGE_NOW = 1_000_000.0


def _fault(kind: Kind, service: str = "sharepoint", **where: Any) -> Fault:
    return Fault(kind, service=service, person=ACCOUNT.id, **where)


AT_FIRST: dict[Mischief, Fault] = {
    Mischief.WRITES_LOST: _fault(Kind.LIE, method="POST"),
    Mischief.PROPERTIES_LOST: _fault(Kind.LIE, method="POST", route=PROPERTY_WRITES),
    Mischief.ONE_STAYS_OLD: _fault(Kind.LIE, method="POST", route="_MThumb"),
    Mischief.PHOTO_LOST: _fault(Kind.LIE, "graph", method="PUT"),
    Mischief.STALE: _fault(Kind.STALE),
    Mischief.CHANGED_WHILE_WRITING: _fault(
        Kind.STALL, method="POST", route="_SThumb", seconds=CHANGE_NOW, times=1
    ),
    Mischief.THROTTLED_AT_FIRST: _fault(Kind.THROTTLE, "*", times=2),
    Mischief.THROTTLED: _fault(Kind.THROTTLE),
    Mischief.READS_REFUSED: _fault(Kind.FAIL, method="GET", route="_LThumb", status=403),
    Mischief.WRITES_REFUSED: _fault(Kind.FAIL, method="POST", status=403),
    Mischief.CLOUD_REFUSED: _fault(Kind.FAIL, "graph", route="photo", status=403),
}
AFTER_CHECK: dict[Mischief, Fault] = {
    Mischief.STALE_AFTER_CHECK: _fault(Kind.STALE, times=4),
}


def let_in(faults: dict[Mischief, Fault], mischief: Mischief, simulation: Simulation) -> None:
    """Switch a mischief on, if it begins now."""
    if mischief in faults:
        simulation.faults.add(faults[mischief], simulation.tenant)
