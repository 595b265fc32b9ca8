"""Which permissions are told, and what the administrator is to do about each."""

from bot.doctor.grants import Granted
from bot.doctor.permissions import permission_findings
from tests.doctor.findings import named, states

EXCHANGE = "Microsoft Graph Application.Read.All"


def test_each_permission_that_is_of_use_is_told_also_those_of_no_set() -> None:
    found = list(permission_findings(Granted(frozenset({"User.Read.All"}), None)))
    told = states(found)
    assert told["Microsoft Graph User.Read.All"] == "fine"
    assert told["SharePoint Sites.Read.All"] == "unknown"
    assert told[EXCHANGE] == "warning"
    assert "Application permissions > Application.Read.All" in named(found, EXCHANGE).remedy


def test_one_that_includes_it_is_as_good() -> None:
    found = list(permission_findings(Granted(frozenset({"Directory.Read.All"}), frozenset())))
    assert states(found)[EXCHANGE] == "fine"
