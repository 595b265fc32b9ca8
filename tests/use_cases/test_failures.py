from bot.core.failures import ServiceFailure, Why
from bot.photos.readings import NotRead


def test_a_failure_leaves_a_reading_with_its_reason_and_the_missing_permission() -> None:
    failure = ServiceFailure("graph", Why.NOT_PERMITTED, permission="User.Read.All")
    assert NotRead.of(failure) == NotRead(Why.NOT_PERMITTED, "User.Read.All")


def test_a_failure_is_written_as_service_reason_and_code() -> None:
    assert str(ServiceFailure("sharepoint", Why.THROTTLED)) == "sharepoint: throttled"
    failure = ServiceFailure("entra", Why.SIGN_IN_FAILED, code="AADSTS7000215")
    assert str(failure) == "entra: sign_in_failed (AADSTS7000215)"
