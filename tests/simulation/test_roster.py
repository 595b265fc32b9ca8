"""The people, and the pictures that are drawn for them."""

import pytest

from simulation.people import ROSTER, Portrait, Silhouette, Start
from simulation.people_of_every_cause import EVERYBODY
from simulation.photographs import SITTERS, WALLS, draw
from simulation.tenant.picture import NotAPicture, decode, square
from tests.simulation.world import KEIKO, World


@pytest.mark.parametrize("start", EVERYBODY, ids=lambda start: start.person.given_name)
def test_everybody_has_a_description_and_an_account(start: Start) -> None:
    assert start.person.about.endswith(".")
    assert start.person.upn.endswith("@contoso.onmicrosoft.com")
    assert start.person.display_name == f"{start.person.given_name} {start.person.surname}"


def test_nobody_shares_an_account_or_a_portrait() -> None:
    assert len({start.person.id for start in EVERYBODY}) == len(EVERYBODY)
    sitters = [s.cloud.sitter for s in EVERYBODY if isinstance(s.cloud, Portrait)]
    assert len(set(sitters)) == len(sitters)
    # A shared mailbox is nobody, so its portrait may resemble somebody else's.
    assert len([sitter for sitter in sitters if sitter >= SITTERS]) == 1


def test_some_people_have_the_same_wall() -> None:
    walls = [start.cloud.wall for start in ROSTER if isinstance(start.cloud, Portrait)]
    assert walls.count("studio") >= 4
    assert {"studio"} < set(walls) <= set(WALLS)


def test_portraits_and_silhouettes_can_be_drawn() -> None:
    for picture in (Portrait(1), Silhouette()):
        assert decode(draw(picture)).size == (648, 648)


@pytest.mark.parametrize("broken", [b"", b"GIF89a", b"\xff\xd8\xff", b"text" * 100])
def test_bytes_that_cannot_be_decoded_are_no_picture(broken: bytes) -> None:
    with pytest.raises(NotAPicture):
        square(broken, 48)


def test_a_snapshot_holds_everything_of_a_person(world: World) -> None:
    seen = world.parts.tenant.snapshot(KEIKO)
    assert seen["person"]["upn"] == "keiko.tanaka@contoso.onmicrosoft.com"
    assert seen["cloud"]["etag"] == world.parts.tenant.photos[KEIKO].etag
    assert {size: decode(file["jpeg"]).size for size, file in seen["sharepoint"].items()} == {
        "S": (48, 48),
        "M": (72, 72),
        "L": (200, 200),
    }
    assert seen["profile"]["SPS-PicturePlaceholderState"] == "1"
    assert seen["last_pull"] is None
