"""The picture files in SharePoint."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from tests.simulation.world import (
    BEN,
    FOLDER,
    JONAS,
    MANAGER,
    MY,
    NOON,
    World,
    said,
)


async def test_the_picture_folder_is_found_by_listing_the_library(world: World) -> None:
    url = f"{MY}/GetFolderByServerRelativeUrl('/User Photos')/Folders"
    folders = said(await world.sharepoint("GET", url))["value"]
    assert [folder["Name"] for folder in folders] == [
        "Forms",
        "Profielafbeeldingen",
        "Profile Pictures",
    ]
    german = await world.sharepoint("GET", url.replace("//my.", "//eur-my."))
    assert [folder["Name"] for folder in said(german)["value"]] == ["Forms", "Profilbilder"]


async def test_files_are_listed_with_their_properties(world: World) -> None:
    url = f"{MY}/GetFolderByServerRelativeUrl('{FOLDER}')/Files"
    files = {file["Name"]: file for file in said(await world.sharepoint("GET", url))["value"]}
    large = files[f"{BEN}_LThumb.jpg"]
    assert int(large["Length"]) > 1000
    assert large["ServerRelativeUrl"] == f"{FOLDER}/{BEN}_LThumb.jpg"
    assert large["TimeLastModified"] == "2026-02-03T12:00:00Z"


@pytest.mark.parametrize(("size", "side"), [("S", 48), ("M", 72), ("L", 200)])
async def test_thumbnails_have_their_sizes(world: World, size: str, side: int) -> None:
    answer = await world.read_file(f"{FOLDER}/{BEN}_{size}Thumb.jpg")
    with Image.open(BytesIO(answer.body)) as image:
        assert image.size == (side, side)


async def test_a_name_with_an_apostrophe_is_found_when_it_is_doubled(world: World) -> None:
    name = "niall_o'brien_contoso_onmicrosoft_com_MThumb.jpg"
    assert (await world.read_file(f"{FOLDER}/{name}")).status == 200


async def test_names_do_not_depend_on_case(world: World) -> None:
    answer = await world.read_file(f"/user photos/PROFILE PICTURES/{BEN}_mthumb.JPG")
    assert answer.status == 200


async def test_only_the_decoded_calls_reach_a_name_with_a_hash(world: World) -> None:
    path = f"{FOLDER}/maya#ext#_MThumb.jpg"
    world.parts.tenant.geographies[0].library.put(path, b"x", NOON, world.parts.tenant.new_uuid())
    assert (await world.read_file(path)).status == 404
    encoded = path.replace("#", "%23")
    url = f"{MY}/GetFileByServerRelativePath(decodedUrl='{encoded}')/$value"
    assert (await world.sharepoint("GET", url)).body == b"x"
    assert (await world.upload("maya%23ext%23_SThumb.jpg", b"y")).status == 400
    url = (
        f"{MY}/GetFolderByServerRelativePath(decodedUrl='{FOLDER}')/Files/"
        "AddUsingPath(decodedUrl='maya%23ext%23_SThumb.jpg',overwrite=true)"
    )
    assert (await world.sharepoint("POST", url, world.writer, body=b"y")).status == 200


async def test_missing_files_and_folders_are_not_found(world: World) -> None:
    missing = await world.read_file(f"{FOLDER}/nobody_MThumb.jpg")
    assert missing.status == 404
    assert said(missing)["odata.error"]["code"].startswith("-2130575338")
    url = f"{MY}/GetFolderByServerRelativeUrl('/User Photos/Profilbilder')/Files"
    folder = await world.sharepoint("GET", url)
    assert folder.status == 404
    assert "FileNotFoundException" in said(folder)["odata.error"]["code"]


async def test_other_hosts_have_no_pictures(world: World) -> None:
    url = "https://root.test/_api/web/GetFolderByServerRelativeUrl('/User Photos')/Folders"
    assert (await world.sharepoint("GET", url)).status == 404


async def test_an_uploaded_file_is_stored_byte_for_byte(world: World) -> None:
    answer = await world.upload("new_MThumb.jpg", b"anything at all")
    assert said(answer)["Length"] == "15"
    assert (await world.read_file(f"{FOLDER}/new_MThumb.jpg")).body == b"anything at all"


async def test_an_upload_overwrites_only_when_it_says_so(world: World) -> None:
    first = said(await world.upload("new_MThumb.jpg", b"1"))
    assert (await world.upload("new_MThumb.jpg", b"2", overwrite="false")).status == 400
    assert (await world.read_file(f"{FOLDER}/new_MThumb.jpg")).body == b"1"
    second = said(await world.upload("new_MThumb.jpg", b"3"))
    assert second["UniqueId"] == first["UniqueId"]
    assert second["ETag"] != first["ETag"]


async def test_a_file_can_be_replaced_and_deleted_through_post(world: World) -> None:
    await world.upload("new_MThumb.jpg", b"1")
    url = f"{MY}/GetFileByServerRelativeUrl('{FOLDER}/new_MThumb.jpg')"
    put = await world.sharepoint(
        "POST", f"{url}/$value", world.writer, body=b"2", x_http_method="PUT"
    )
    assert put.status == 204
    assert (await world.read_file(f"{FOLDER}/new_MThumb.jpg")).body == b"2"
    await world.sharepoint("POST", url, world.writer, x_http_method="DELETE")
    assert (await world.read_file(f"{FOLDER}/new_MThumb.jpg")).status == 404


async def etag_of(world: World, path: str) -> str:
    answer = await world.sharepoint("GET", f"{MY}/GetFileByServerRelativeUrl('{path}')")
    etag: str = said(answer)["ETag"]
    return etag


async def test_every_write_of_a_file_makes_a_new_etag_of_the_same_bytes_too(world: World) -> None:
    path = f"{FOLDER}/new_MThumb.jpg"
    url = f"{MY}/GetFileByServerRelativeUrl('{path}')"
    etags = []
    for _ in range(2):
        await world.upload("new_MThumb.jpg", b"1")
        etags.append(await etag_of(world, path))
        await world.sharepoint("PUT", f"{url}/$value", world.writer, body=b"1")
        etags.append(await etag_of(world, path))
    assert await etag_of(world, path) == etags[-1]
    await world.sharepoint("DELETE", url, world.writer)
    await world.upload("new_MThumb.jpg", b"1")
    etags.append(await etag_of(world, path))
    assert len(set(etags)) == 5


async def test_a_file_of_another_version_is_not_deleted(world: World) -> None:
    path = f"{FOLDER}/new_MThumb.jpg"
    url = f"{MY}/GetFileByServerRelativeUrl('{path}')"
    await world.upload("new_MThumb.jpg", b"1")
    old = await etag_of(world, path)
    await world.upload("new_MThumb.jpg", b"2")
    refused = await world.sharepoint("DELETE", url, world.writer, if_match=old)
    assert refused.status == 412
    message = said(refused)["odata.error"]["message"]["value"]
    assert "does not match the object's ETag value" in message
    assert (await world.read_file(path)).body == b"2"
    new = await etag_of(world, path)
    assert (await world.sharepoint("DELETE", url, world.writer, if_match=new)).status == 200
    assert (await world.read_file(path)).status == 404


async def test_a_path_that_leads_nowhere_is_404(world: World) -> None:
    for path in ("/_api/nothing", "/_api/web/nothing", f"/{MANAGER}/Nothing", "/elsewhere"):
        assert (await world.sharepoint("GET", f"https://root.test{path}")).status == 404


async def test_jonas_has_a_silhouette_for_a_photo(world: World) -> None:
    answer = await world.read_file(f"{FOLDER}/jonas_weber_contoso_onmicrosoft_com_LThumb.jpg")
    with Image.open(BytesIO(answer.body)) as image:
        assert len(set(image.convert("L").resize((8, 8)).tobytes())) < 64
        assert answer.body.startswith(b"\xff\xd8")
    assert (await world.profile(JONAS))["SPS-PicturePlaceholderState"] == "0"


async def test_over_the_threshold_a_file_may_be_written_over_and_none_added(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulation.tenant.library.LIST_VIEW_THRESHOLD", 0)
    tenant = world.parts.tenant
    tenant.settings = replace(tenant.settings, threshold_stops_adding=True)
    name = f"{BEN}_SThumb.jpg"
    refused = await world.upload(name, b"x")
    assert refused.status == 500
    assert b"SPQueryThrottledException" in refused.body
    over = f"{MY}/GetFileByServerRelativeUrl('{FOLDER}/{name}')/$value"
    written = await world.sharepoint("PUT", over, world.writer, body=b"x")
    assert written.status == 204
    assert (await world.read_file(f"{FOLDER}/{name}")).body == b"x"
