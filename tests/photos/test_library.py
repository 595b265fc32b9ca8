from string import ascii_letters, digits
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.photos.library import (
    Thumbnails,
    derived,
    discovered,
    named_on_any_host,
    other_file,
    thumbnail_at,
)
from bot.photos.readings import Size

MY_SITE = "https://contoso-my.sharepoint.com"
FOLDER = "/User Photos/Profile Pictures"
BEN = Thumbnails(MY_SITE, FOLDER, "ben_lindqvist_contoso_com")


@pytest.mark.parametrize(
    "address",
    [
        f"{MY_SITE}/User%20Photos/Profile%20Pictures/ben_lindqvist_contoso_com_MThumb.jpg",
        f"{MY_SITE}/User Photos/Profile Pictures/ben_lindqvist_contoso_com_MThumb.jpg",
        f"{MY_SITE}:443/User%20Photos/Profile%20Pictures/ben_lindqvist_contoso_com_MThumb.jpg",
        f"{MY_SITE}/User%20Photos/Profile%20Pictures/ben_lindqvist_contoso_com_MThumb.jpg?t=63799442436",
        f"{MY_SITE}/User%20Photos/Profile%20Pictures/ben_lindqvist_contoso_com_LThumb.jpg",
        "https://CONTOSO-my.sharepoint.com/User%20Photos/Profile%20Pictures/ben_lindqvist_contoso_com_MThumb.jpg",
        "  " + BEN.picture_url,
    ],
)
def test_the_place_is_read_from_every_way_to_write_the_address(address: str) -> None:
    assert discovered(address, MY_SITE) == BEN


@pytest.mark.parametrize("port", ["", ":443", ":8443"])
def test_a_site_that_is_reached_through_another_port_may_write_its_own(port: str) -> None:
    my_site = f"{MY_SITE}:8443"
    place = Thumbnails(my_site, FOLDER, "ben")
    address = f"{MY_SITE}{port}/User%20Photos/Profile%20Pictures/ben_MThumb.jpg?t=63799442436"
    assert discovered(address, my_site) == place
    assert discovered(address.replace("com", "com.evil", 1), my_site) is None


@pytest.mark.parametrize("folder", ["Profilbilder", "Profielafbeeldingen", "Imágenes", "個人檔案"])
def test_a_folder_in_the_language_of_the_site_is_found(folder: str) -> None:
    place = Thumbnails(MY_SITE, f"/User Photos/{folder}", "ben")
    assert discovered(place.picture_url, MY_SITE) == place


@pytest.mark.parametrize(
    ("written", "stem"),
    [
        ("78ccf530-91b2-4e0c-8f3a-1d2c3b4a5e6f", "78ccf530-91b2-4e0c-8f3a-1d2c3b4a5e6f"),
        ("niall_o'brien_contoso_com", "niall_o'brien_contoso_com"),
        ("niall_o%27brien_contoso_com", "niall_o'brien_contoso_com"),
        ("maya_fabrikam_com%23EXT%23_contoso_com", "maya_fabrikam_com#EXT#_contoso_com"),
        ("maya_fabrikam_com#EXT#_contoso_com", "maya_fabrikam_com#EXT#_contoso_com"),
        ("50%25_off", "50%_off"),
        ("a_MThumb", "a_MThumb"),
    ],
)
def test_a_stem_is_taken_as_it_is_stored(written: str, stem: str) -> None:
    place = discovered(f"{MY_SITE}{FOLDER}/{written}_MThumb.jpg", MY_SITE)
    assert place is not None
    assert place.stem == stem


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://contoso-my.sharepoint.com",
        f"{MY_SITE}{FOLDER}/ben.jpg",
        f"{MY_SITE}{FOLDER}/_MThumb.jpg",
        f"{MY_SITE}{FOLDER}/ben_XThumb.jpg",
        f"{MY_SITE}/User Photos/ben_MThumb.jpg",
        f"{MY_SITE}/personal/boss/Documents/secret_MThumb.jpg",
        f"{MY_SITE}/User Photos/../secret_MThumb.jpg",
        f"{MY_SITE}/User Photos/%2e%2e/secret_MThumb.jpg",
        f"{MY_SITE}:444{FOLDER}/ben_MThumb.jpg",
        f"https://fabrikam-my.sharepoint.com{FOLDER}/ben_MThumb.jpg",
        f"https://contoso-my.sharepoint.com@evil.example{FOLDER}/ben_MThumb.jpg",
        f"https://evil.example/{MY_SITE}{FOLDER}/ben_MThumb.jpg",
        f"https://contoso-my.sharepoint.com:port{FOLDER}/ben_MThumb.jpg",
        "https://[contoso-my.sharepoint.com/ben_MThumb.jpg",
    ],
)
def test_an_address_of_anything_else_names_no_thumbnails(address: str) -> None:
    assert discovered(address, MY_SITE) is None


def test_each_size_has_a_file_of_its_own() -> None:
    assert [BEN.path(size) for size in Size] == [
        f"{FOLDER}/ben_lindqvist_contoso_com_SThumb.jpg",
        f"{FOLDER}/ben_lindqvist_contoso_com_MThumb.jpg",
        f"{FOLDER}/ben_lindqvist_contoso_com_LThumb.jpg",
    ]


def test_the_picture_url_is_the_encoded_address_of_the_medium_size() -> None:
    guest = derived("maya_fabrikam.com#EXT#@contoso.com", MY_SITE, "Profile Pictures")
    assert guest.picture_url == (
        f"{MY_SITE}/User%20Photos/Profile%20Pictures/maya_fabrikam_com%23EXT%23_contoso_com_MThumb.jpg"
    )


def test_another_ending_than_jpg_is_kept() -> None:
    place = discovered(f"{MY_SITE}{FOLDER}/ben_MThumb.jpeg", MY_SITE)
    assert place is not None
    assert place.path(Size.L) == f"{FOLDER}/ben_LThumb.jpeg"


def test_somebody_who_has_no_files_gets_names_as_sharepoint_gives_them() -> None:
    assert derived("ben.lindqvist@contoso.com", MY_SITE, "Profile Pictures") == BEN


# What SharePoint allows in a name; a slash parts folders and a dot-dot is not one.
NAMES = st.text(min_size=1, max_size=40).filter(
    lambda name: not set(name) & set('/\\"*:<>?|\n\r') and name not in (".", "..")
)


@example(folder="100%25", stem="%41", ending="jpg")
@given(folder=NAMES, stem=NAMES, ending=st.text(ascii_letters + digits, min_size=1, max_size=5))
def test_a_place_is_found_again_from_the_address_that_it_gives(
    folder: str, stem: str, ending: str
) -> None:
    place = Thumbnails(MY_SITE, f"/User Photos/{folder}", stem, f".{ending}")
    assert discovered(place.picture_url, MY_SITE) == place
    assert place.is_named_by(place.picture_url)


@given(st.text())
def test_any_text_in_picture_url_is_read_without_an_exception(text: str) -> None:
    found = discovered(text, MY_SITE)
    assert found is None or found.folder.casefold().startswith("/user photos/")


@pytest.mark.parametrize(
    "path",
    [
        "/User%20Photos/Profile%20Pictures/ben.jpg",
        "/User%20Photos/ben_ExternalMigratedThumbnail.JPEG",
        "/Company%20pictures/2026/ben%23EXT%23.png?t=1",
    ],
)
def test_another_picture_of_the_hosts_root_site_may_be_looked_for(path: str) -> None:
    found = other_file(MY_SITE + path, MY_SITE)
    assert found == unquote(path.partition("?")[0])


@pytest.mark.parametrize(
    "address",
    [
        f"{MY_SITE}/personal/amara_okafor_contoso_com/Documents/salary.jpg",
        f"{MY_SITE}/Personal/amara_okafor_contoso_com/Documents/salary.jpg",
        f"{MY_SITE}/sites/news/picture.jpg",
        f"{MY_SITE}/User%20Photos/%2E%2E/personal/amara/picture.jpg",
        f"{MY_SITE}/User%20Photos/../personal/amara/picture.jpg",
        f"{MY_SITE}/_layouts/15/images/person.png",
        f"{MY_SITE}/_layouts/15/userphoto.aspx?size=M&accountname=ben.jpg",
        f"{MY_SITE}/User%20Photos/ben.aspx",
        "https://evil.example/User%20Photos/ben.jpg",
        "",
    ],
)
def test_no_other_address_is_looked_for(address: str) -> None:
    assert other_file(address, MY_SITE) is None


@given(st.text())
def test_no_text_in_picture_url_leads_out_of_the_root_site(text: str) -> None:
    found = other_file(MY_SITE + text, MY_SITE)
    assert found is None or ".." not in found.split("/")


@pytest.mark.parametrize("stem", ["ben_lindqvist_contoso_com", "BEN_Lindqvist_contoso_com"])
def test_files_named_after_a_person_are_theirs(stem: str) -> None:
    assert Thumbnails(MY_SITE, FOLDER, stem).may_be_of("ben.lindqvist@contoso.com")


@pytest.mark.parametrize(
    "stem", ["78ccf530-91b2-4e0c-8f3a-1d2c3b4a5e6f", "78CCF53091B24E0C8F3A1D2C3B4A5E6F"]
)
def test_files_named_by_a_guid_may_be_anybodys(stem: str) -> None:
    assert Thumbnails(MY_SITE, FOLDER, stem).may_be_of("ben.lindqvist@contoso.com")


@pytest.mark.parametrize("stem", ["amara_okafor_contoso_com", "silhouette", "78ccf530"])
def test_files_named_otherwise_are_not_this_persons(stem: str) -> None:
    assert not Thumbnails(MY_SITE, FOLDER, stem).may_be_of("ben.lindqvist@contoso.com")


@pytest.mark.parametrize("size", list(Size))
def test_a_path_tells_which_thumbnail_it_is(size: Size) -> None:
    assert thumbnail_at(MY_SITE, BEN.path(size)) == (BEN, size)
    lower = BEN.path(size).replace(f"_{size.value}Thumb", f"_{size.value.lower()}thumb")
    assert thumbnail_at(MY_SITE, lower) == (BEN, size)


@pytest.mark.parametrize("path", ["/User Photos/../ben_SThumb.jpg", "/Documents/a_SThumb.jpg", ""])
def test_a_path_elsewhere_is_no_thumbnail(path: str) -> None:
    assert thumbnail_at(MY_SITE, path) is None


def test_files_are_surely_of_whom_their_stem_names_and_never_by_a_strange_guid() -> None:
    upn, own = "ben.lindqvist@contoso.com", "3433f219-ecf5-548d-9f6c-03927294fb32"
    strange = "5c1b0000-2fa1-11d2-883f-0016d3cca427"
    sure = [
        Thumbnails(MY_SITE, FOLDER, stem).is_surely_of(upn, own)
        for stem in (BEN.stem, BEN.stem.upper(), own.upper(), strange, "amara_okafor_contoso_com")
    ]
    assert sure == [True, True, True, False, False]


def test_what_an_address_names_on_another_host_is_read_and_an_odd_address_names_nothing() -> None:
    elsewhere = BEN.picture_url.replace(MY_SITE, "https://contoso-my.cloud.microsoft")
    assert discovered(elsewhere, MY_SITE) is None
    assert named_on_any_host(elsewhere, MY_SITE) == BEN
    for odd in ("", "https://[", "%", f"{MY_SITE}/User%20Photos/custom.jpg"):
        assert named_on_any_host(odd, MY_SITE) is None
