"""Which addresses are the services', so that tokens go to no others."""

from dataclasses import replace

import pytest

from bot.m365.geos import Geo, Geos
from bot.m365.registration import AppRegistration, Secret
from bot.m365.services import M365Settings

GRAPH = "https://graph.microsoft.com"
GEO = Geo(
    "https://contoso.sharepoint.com",
    "https://contoso-my.sharepoint.com",
    "https://contoso-admin.sharepoint.com",
)
SETTINGS = M365Settings(GRAPH, Geos(GEO), AppRegistration("app", "https://login.test", Secret("s")))


@pytest.mark.parametrize("address", [GRAPH, GEO.root, GEO.my, GEO.admin])
def test_the_services_are_ours_with_any_path(address: str) -> None:
    assert SETTINGS.is_ours(address)
    assert SETTINGS.is_ours(f"{address}/.default")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "graph.microsoft.com",
        "http://graph.microsoft.com",
        "https://graph.microsoft.com:8443",
        "https://graph.microsoft.com.evil.example",
        "https://graph.microsoft.com@evil.example",
        "https://fabrikam-my.sharepoint.com",
        "http://contoso-my.sharepoint.com",
    ],
)
def test_nobody_else_is(address: str) -> None:
    assert not SETTINGS.is_ours(address)


def test_without_geos_no_sharepoint_is_ours() -> None:
    assert not replace(SETTINGS, geos=None).is_ours(GEO.my)


def test_what_is_graph_too_is_not_sharepoints_alone() -> None:
    assert SETTINGS.is_only_sharepoint(GEO.my)
    assert not SETTINGS.is_only_sharepoint(GRAPH)
    assert not SETTINGS.is_only_sharepoint("https://evil.example")
    assert not replace(SETTINGS, graph=GEO.my).is_only_sharepoint(GEO.my)
