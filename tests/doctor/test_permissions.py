"""Permissions: which are granted, which to grant next, and the names of common sets."""

import pytest

from bot.doctor.permissions import (
    GRANTS,
    TO_READ,
    Api,
    Grant,
    Granted,
    nearest_set,
    next_grant,
    permission_findings,
)
from bot.photos.capabilities import Capability
from tests.doctor.findings import named, states

NOTHING: frozenset[str] = frozenset()
EXCHANGE = "Microsoft Graph Application.Read.All"


def holding(*grants: Grant) -> Granted:
    def roles(api: Api) -> frozenset[str]:
        return frozenset(grant.permission for grant in grants if grant.api is api)

    return Granted(roles(Api.GRAPH), roles(Api.SHAREPOINT))


@pytest.mark.parametrize(
    ("granted", "name"),
    [
        (holding(), "guide"),
        (holding(*TO_READ[1:]), "guide"),
        (holding(*TO_READ), "read"),
        (holding(*GRANTS[:-1]), "read"),
        (holding(*GRANTS), "full"),
        (Granted(None, None), "guide"),
    ],
)
def test_a_set_is_named_only_where_all_of_it_is_granted(granted: Granted, name: str) -> None:
    assert nearest_set(granted.capabilities) == name


def test_a_persons_own_rights_are_the_set_own() -> None:
    own = {Capability.WRITE_OWN_SHAREPOINT_PICTURE, Capability.WRITE_OWN_MICROSOFT_365_PHOTO}
    assert nearest_set(frozenset(own)) == "own"


@pytest.mark.parametrize("count", range(len(GRANTS)))
def test_each_grant_leads_to_the_next_that_adds_something(count: int) -> None:
    # Who may read people may read their photos.
    expected = GRANTS[2] if count == 1 else GRANTS[count]
    assert next_grant(holding(*GRANTS[:count])) == expected


def test_with_every_grant_there_is_no_next_one() -> None:
    assert next_grant(holding(*GRANTS)) is None


def test_a_larger_permission_includes_the_smaller_one() -> None:
    writes = frozenset({"User.ReadWrite.All", "Sites.FullControl.All"})
    assert next_grant(Granted(NOTHING, writes)) == GRANTS[0]
    found = next_grant(
        Granted(frozenset({"User.ReadWrite.All", "PeopleSettings.Read.All"}), writes)
    )
    assert found is None


def test_an_unknown_grant_is_not_asked_for() -> None:
    assert next_grant(Granted(None, None)) is None
    found = next_grant(Granted(None, NOTHING))
    assert found is not None
    assert found.api is Api.SHAREPOINT


def test_grants_of_reader_and_writer_are_combined() -> None:
    reader, writer = holding(*TO_READ), holding(*GRANTS[len(TO_READ) :])
    assert nearest_set(reader.together_with(writer).capabilities) == "full"
    assert reader.together_with(Granted(None, None)) == reader


def test_every_useful_permission_is_reported() -> None:
    found = list(permission_findings(Granted(frozenset({"User.Read.All"}), None)))
    told = states(found)
    assert told["Microsoft Graph User.Read.All"] == "fine"
    assert told["SharePoint Sites.Read.All"] == "unknown"
    assert told[EXCHANGE] == "warning"
    assert "Application permissions > Application.Read.All" in named(found, EXCHANGE).remedy


def test_a_permission_that_includes_another_counts_as_it() -> None:
    found = list(permission_findings(Granted(frozenset({"Directory.Read.All"}), frozenset())))
    assert states(found)[EXCHANGE] == "fine"
