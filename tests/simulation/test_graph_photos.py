"""Profile photos as Graph reads and writes them."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from simulation.tenant.person import Mailbox, MissingPhoto
from simulation.tenant.settings import Settings
from simulation.web import Response
from tests.simulation.world import AMARA, ELIF, FRANK, GRACE, World, picture, said


def pixels(answer: Response) -> tuple[int, int]:
    with Image.open(BytesIO(answer.body)) as image:
        assert image.format == "JPEG"
        return image.size


async def put(
    world: World, person_id: str, body: bytes, content_type: str = "image/jpeg"
) -> Response:
    path = f"/v1.0/users/{person_id}/photo/$value"
    return await world.graph("PUT", path, world.writer, body=body, content_type=content_type)


async def test_somebody_without_a_mailbox_may_be_answered_with_an_error(world: World) -> None:
    kind = MissingPhoto.AUTHENTICATION_ERROR
    world.parts.tenant.people[ELIF] = replace(world.parts.tenant.people[ELIF], missing_photo=kind)
    for path in ("photo", "photo/$value"):
        answer = await world.graph("GET", f"/v1.0/users/{ELIF}/{path}")
        assert (answer.status, said(answer)["error"]["code"]) == (400, "AuthenticationError")


async def test_metadata_tell_size_and_etag(world: World) -> None:
    answer = said(await world.graph("GET", f"/v1.0/users/{AMARA}/photo"))
    assert (answer["id"], answer["width"], answer["height"]) == ("648x648", 648, 648)
    assert answer["@odata.mediaContentType"] == "image/jpeg"
    assert answer["@odata.mediaEtag"].startswith('W/"')


@pytest.mark.parametrize("side", [48, 64, 96, 120, 240, 360, 432, 504, 648])
async def test_every_named_size_is_served(world: World, side: int) -> None:
    path = f"/v1.0/users/{AMARA}/photos/{side}x{side}"
    assert said(await world.graph("GET", path))["width"] == side
    answer = await world.graph("GET", f"{path}/$value")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert pixels(answer) == (side, side)


async def test_a_size_that_is_too_large_gives_a_smaller_one(world: World) -> None:
    await put(world, AMARA, picture(300))
    answer = said(await world.graph("GET", f"/v1.0/users/{AMARA}/photos/648x648"))
    assert (answer["id"], answer["width"]) == ("240x240", 240)
    assert pixels(await world.graph("GET", f"/v1.0/users/{AMARA}/photo/$value")) == (240, 240)
    sizes = said(await world.graph("GET", f"/v1.0/users/{AMARA}/photos"))["value"]
    assert [size["width"] for size in sizes] == [48, 64, 96, 120, 240]


async def test_a_transparent_photo_is_on_black_in_its_sizes_under_one_etag(world: World) -> None:
    written = BytesIO()
    Image.new("RGBA", (240, 240), (200, 10, 10, 0)).save(written, "PNG")
    await put(world, AMARA, written.getvalue(), "image/png")
    answers = [
        await world.graph("GET", f"/v1.0/users/{AMARA}/{kind}/$value")
        for kind in ("photo", "photos/240x240", "photos/48x48")
    ]
    assert len({answer.headers["ETag"] for answer in answers}) == 1
    with Image.open(BytesIO(answers[0].body)) as whole:
        assert (whole.format, whole.getpixel((9, 9))) == ("PNG", (200, 10, 10, 0))
    for sized in answers[1:]:
        assert sized.headers["Content-Type"] == "image/jpeg"
        with Image.open(BytesIO(sized.body)) as image:
            assert (image.format, image.getpixel((9, 9))) == ("JPEG", (0, 0, 0))
    described = said(await world.graph("GET", f"/v1.0/users/{AMARA}/photo"))
    assert described["@odata.mediaContentType"] == "image/png"


@pytest.mark.parametrize("size", ["50x50", "48x64", "large"])
async def test_a_size_without_a_name_is_not_found(world: World, size: str) -> None:
    answer = await world.graph("GET", f"/v1.0/users/{AMARA}/photos/{size}/$value")
    assert answer.status == 404
    assert said(answer)["error"]["code"] == "ErrorItemNotFound"


async def test_a_photo_without_a_mailbox_keeps_its_shape(world: World) -> None:
    written = BytesIO()
    Image.new("RGB", (900, 600), "teal").save(written, "JPEG")
    await put(world, GRACE, written.getvalue())
    answer = said(await world.graph("GET", f"/v1.0/users/{GRACE}/photo"))
    assert (answer["id"], answer["width"], answer["height"]) == ("default", 648, 432)


async def test_no_photo_is_404_for_some(world: World) -> None:
    for path in ("photo", "photos", "photos/240x240", "photo/$value", "photos/240x240/$value"):
        answer = await world.graph("GET", f"/v1.0/users/{ELIF}/{path}")
        assert answer.status == 404
        assert said(answer)["error"]["code"] == "ImageNotFound"


async def test_no_photo_is_one_pixel_for_others(world: World) -> None:
    for path in ("photo", "photos/240x240"):
        answer = await world.graph("GET", f"/v1.0/users/{FRANK}/{path}")
        metadata = said(answer)
        assert answer.status == 200
        assert metadata["@odata.mediaContentType"] == "image/gif"
        assert metadata["@odata.mediaEtag"] == ""
        assert (metadata["id"], metadata["width"], metadata["height"]) == ("1x1", 1, 1)
    assert (await world.graph("GET", f"/v1.0/users/{FRANK}/photo/$value")).status == 404


async def test_no_photo_beside_a_mailbox_on_premises_says_so(world: World) -> None:
    on_premises = replace(world.person(ELIF), mailbox=Mailbox.ON_PREMISES)
    world.parts.tenant.people[ELIF] = on_premises
    answer = await world.graph("GET", f"/v1.0/users/{ELIF}/photo")
    assert answer.status == 404
    assert said(answer)["error"]["code"] == "MailboxNotHostedInExchangeOnline"


async def test_a_written_photo_is_re_encoded_without_metadata(world: World) -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    written = BytesIO()
    Image.new("RGB", (648, 648), "navy").save(written, "JPEG", exif=exif)
    assert (await put(world, AMARA, written.getvalue())).status == 200
    answer = await world.graph("GET", f"/v1.0/users/{AMARA}/photo/$value")
    assert answer.body != written.getvalue()
    with Image.open(BytesIO(answer.body)) as image:
        assert not image.getexif()
        red, _, blue = image.convert("RGB").resize((1, 1)).tobytes()
        assert blue > 100 > red


async def test_a_rotated_photo_is_stored_upright(world: World) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    image = Image.new("RGB", (648, 648), "white")
    image.paste("black", (0, 0, 648, 324))
    written = BytesIO()
    image.save(written, "JPEG", exif=exif)
    await put(world, AMARA, written.getvalue())
    answer = await world.graph("GET", f"/v1.0/users/{AMARA}/photo/$value")
    with Image.open(BytesIO(answer.body)) as stored:
        left, right = stored.convert("L").resize((2, 1)).tobytes()
    assert left > 200
    assert right < 50


async def test_the_etag_is_new_on_every_write_of_the_same_bytes(world: World) -> None:
    tags = set()
    for _ in range(3):
        await put(world, AMARA, picture(240))
        tags.add(said(await world.graph("GET", f"/v1.0/users/{AMARA}/photo"))["@odata.mediaEtag"])
    assert len(tags) == 3


async def test_png_is_accepted_and_served_as_jpeg(world: World) -> None:
    assert (await put(world, AMARA, picture(240, kind="PNG"), "image/png")).status == 200
    assert pixels(await world.graph("GET", f"/v1.0/users/{AMARA}/photo/$value")) == (240, 240)


async def test_a_file_that_cannot_be_a_photo_is_refused(world: World) -> None:
    assert (await put(world, AMARA, b"not a picture")).status == 400
    assert (await put(world, AMARA, picture(240)[:200])).status == 400
    assert (await put(world, AMARA, picture(240), "text/plain")).status == 415
    too_large = picture(48) + bytes(4 * 1024 * 1024)
    assert (await put(world, AMARA, too_large)).status == 413
    assert said(await world.graph("GET", f"/v1.0/users/{AMARA}/photo"))["width"] == 648


async def test_a_photo_can_be_removed_once(world: World) -> None:
    path = f"/v1.0/users/{AMARA}/photo/$value"
    assert (await world.graph("DELETE", path, world.writer)).status == 204
    assert (await world.graph("GET", f"/v1.0/users/{AMARA}/photo")).status == 404
    assert (await world.graph("DELETE", path, world.writer)).status == 404


async def test_writing_needs_the_role_for_it(world: World) -> None:
    path = f"/v1.0/users/{AMARA}/photo/$value"
    for method in ("PUT", "PATCH", "DELETE"):
        answer = await world.graph(method, path, body=picture(48), content_type="image/jpeg")
        assert answer.status == 403
        assert said(answer)["error"]["code"] == "ErrorAccessDenied"


async def test_reading_needs_a_role_too(world: World) -> None:
    bot = world.parts.apps.bot
    photo = await world.graph("GET", f"/v1.0/users/{AMARA}/photo", bot)
    assert (photo.status, said(photo)["error"]["code"]) == (403, "ErrorAccessDenied")
    user = await world.graph("GET", f"/v1.0/users/{AMARA}", bot)
    assert (user.status, said(user)["error"]["code"]) == (403, "Authorization_RequestDenied")


async def test_cloud_updates_can_be_turned_off_for_everybody(world: World) -> None:
    world.parts.tenant.settings = Settings(source="onPremises")
    assert (await put(world, AMARA, picture(240))).status == 403
    path = f"/v1.0/users/{AMARA}/photo/$value"
    assert (await world.graph("DELETE", path, world.writer)).status == 403
