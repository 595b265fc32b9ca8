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


def _refusal(service: str = "sharepoint", **where: Any) -> Fault:
    return _fault(Kind.FAIL, service, status=403, code="accessDenied", **where)


Faults = dict[Mischief, tuple[Fault, ...]]

AT_FIRST: Faults = {
    Mischief.WRITES_LOST: (_fault(Kind.LIE, method="POST"), _fault(Kind.LIE, method="DELETE")),
    Mischief.PROPERTIES_LOST: (_fault(Kind.LIE, method="POST", route=PROPERTY_WRITES),),
    Mischief.ONE_STAYS_OLD: (
        _fault(Kind.LIE, method="POST", route="_MThumb"),
        _fault(Kind.LIE, method="DELETE", route="_MThumb"),
    ),
    Mischief.PHOTO_LOST: (
        _fault(Kind.LIE, "graph", method="PUT"),
        _fault(Kind.LIE, "graph", method="DELETE"),
    ),
    Mischief.STALE: (_fault(Kind.STALE),),
    Mischief.CLOUD_STALE: (_fault(Kind.STALE, "graph", route="240x240"),),
    Mischief.CHANGED_WHILE_WRITING: (
        _fault(Kind.STALL, method="POST", route="_SThumb", seconds=CHANGE_NOW, times=1),
    ),
    Mischief.THROTTLED_AT_FIRST: (_fault(Kind.THROTTLE, "*", times=2),),
    Mischief.THROTTLED: (_fault(Kind.THROTTLE),),
    Mischief.READS_REFUSED: (_refusal(method="GET", route="_LThumb"),),
    Mischief.WRITES_REFUSED: (_refusal(method="POST"), _refusal(method="DELETE")),
    Mischief.CLOUD_REFUSED: (_refusal("graph", route="photo"),),
}
AFTER_CHECK: Faults = {
    Mischief.STALE_AFTER_CHECK: (_fault(Kind.STALE, times=4),),
}


def let_in(faults: Faults, mischief: Mischief, simulation: Simulation) -> None:
    """Switch a mischief on, if it begins now."""
    for fault in faults.get(mischief, ()):
        simulation.faults.add(fault, simulation.tenant)
