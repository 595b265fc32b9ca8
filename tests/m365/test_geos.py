"""Which SharePoint hosts are ours."""

import pytest

from bot.core.failures import ServiceFailure
from bot.m365.geos import Geo, Geos, origin

HOME = Geo(
    "https://contoso.sharepoint.com",
    "https://contoso-my.sharepoint.com",
    "https://contoso-admin.sharepoint.com",
)
AWAY = Geo("https://root.test:8443", "https://my.test:8443", "https://admin.test:8443")
GEOS = Geos(HOME, (AWAY,))


@pytest.mark.parametrize(
    ("address", "normal"),
    [
        ("https://Contoso-My.SharePoint.com:443/", "https://contoso-my.sharepoint.com"),
        ("https://contoso.test:8443/a/b?c#d", "https://contoso.test:8443"),
        ("https://user:secret@contoso.test/", "https://contoso.test"),
        ("http://localhost:80", "http://localhost"),
        ("ftp://contoso.test", ""),
        ("https://contoso.test:port/", ""),
        ("//contoso.test", ""),
        ("", ""),
    ],
)
def test_an_origin_is_scheme_host_and_unusual_port(address: str, normal: str) -> None:
    assert origin(address) == normal


@pytest.mark.parametrize(
    "address", [HOME.my, HOME.root, "https://CONTOSO-my.sharepoint.com:443/personal/x/"]
)
def test_a_configured_host_names_its_geo(address: str) -> None:
    assert GEOS.of(address) == HOME


def test_another_configured_geo_is_found() -> None:
    assert GEOS.of("https://my.test:8443/") == AWAY


@pytest.mark.parametrize("part", ["", "-my", "-admin"])
def test_a_satellite_geo_is_derived_from_its_name(part: str) -> None:
    assert GEOS.of(f"https://contosoeur{part}.sharepoint.com:443/") == Geo(
        "https://contosoeur.sharepoint.com",
        "https://contosoeur-my.sharepoint.com",
        "https://contosoeur-admin.sharepoint.com",
    )


def test_a_derived_geo_keeps_the_port() -> None:
    home = Geo("https://a.test:1", "https://a-my.test:1", "https://a-admin.test:1")
    assert Geos(home).of("https://aeur-my.test:1").admin == "https://aeur-admin.test:1"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.test/contoso-my.sharepoint.com",
        "https://contoso-my.sharepoint.com.evil.test",
        "https://contoso-my.sharepoint.com@evil.test/",
        "https://fabrikam-my.sharepoint.com",
        "https://contosoevil-my.sharepoint.com",
        "https://contosoeur-my.sharepointxcom",
        "https://contosoeur-my.evil.sharepoint.com",
        "https://contosoeur-my.sharepoint.com:8443",
        "http://contosoeur-my.sharepoint.com",
        "http://contoso-my.sharepoint.com",
        "https://eviladmin-contosoeur.sharepoint.com",
        "",
    ],
)
def test_no_other_host_is_ours(address: str) -> None:
    assert not GEOS.know(address)
    with pytest.raises(ServiceFailure) as refusal:
        GEOS.of(address)
    assert refusal.value.code == "host_not_allowed"


def test_nothing_is_derived_from_a_host_without_the_usual_form() -> None:
    assert not Geos(AWAY).know("https://myeur.test:8443")
