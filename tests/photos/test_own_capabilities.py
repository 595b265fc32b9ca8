"""People's own rights, beside what the app was granted."""

from bot.photos.capabilities import REPAIR_SHAREPOINT, Capability, may_repair_sharepoint

OWN_PICTURE = frozenset({Capability.WRITE_OWN_SHAREPOINT_PICTURE})


def test_people_who_may_write_their_own_picture_need_no_right_of_the_app() -> None:
    assert may_repair_sharepoint(OWN_PICTURE)


def test_the_app_needs_both_of_its_rights() -> None:
    assert may_repair_sharepoint(REPAIR_SHAREPOINT)
    assert not any(may_repair_sharepoint(frozenset({right})) for right in REPAIR_SHAREPOINT)
