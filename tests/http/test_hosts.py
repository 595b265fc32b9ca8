"""Which addresses may be called, and which hosts are this machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.http.hosts import is_allowed, is_loopback

HOSTS = ("smba.trafficmanager.net", ".teams.microsoft.com", "127.0.0.1", "localhost:8443")


@pytest.mark.parametrize(
    "address",
    [
        "https://smba.trafficmanager.net/emea/",
        "https://SMBA.trafficmanager.net/emea/",
        "https://smba.infra.teams.microsoft.com",
        "http://127.0.0.1:8080/teams",
        "https://localhost:8443/_connector",
    ],
)
def test_a_listed_host_is_allowed(address: str) -> None:
    assert is_allowed(address, HOSTS)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "smba.trafficmanager.net",
        "//smba.trafficmanager.net/",
        "http://smba.trafficmanager.net/",
        "ftp://smba.trafficmanager.net/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://evil-smba.trafficmanager.net/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://user@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net\\@evil.example/",
        "https://evil.example/smba.trafficmanager.net",
        "https://evil.example?x=.teams.microsoft.com",
        "https://evilteams.microsoft.com",
        "https://teams.microsoft.com",
        "https://smba.trafficmanager.net/?to=x",
        "https://smba.trafficmanager.net/#x",
        "https://localhost:9999/",
        "https://\uff53mba.trafficmanager.net/",
        "https://evil.example。teams.microsoft.com/",
        "https://evil.example%2f.teams.microsoft.com/",
        "https://evil.example\x00.teams.microsoft.com/",
        "https://..teams.microsoft.com/",
        "https://.teams.microsoft.com/",
        f"https://{'a' * 64}.teams.microsoft.com/",
        "https://[::1",
        "https://smba.trafficmanager.net:port/",
    ],
)
def test_any_other_address_is_refused(address: str) -> None:
    assert not is_allowed(address, HOSTS)


@given(st.text())
def test_arbitrary_text_is_never_allowed_and_raises_nothing(text: str) -> None:
    assert not is_allowed(text, HOSTS)
    assert not is_allowed(f"https://{text}", ("allowed.example",))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_recognised(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", [None, "", "10.0.0.1", "::", "0.0.0.0", "localhost.evil.example"])
def test_no_other_machine_is_taken_for_this_one(host: str | None) -> None:
    assert not is_loopback(host)
