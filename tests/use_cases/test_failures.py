from bot.core.failures import FailureReason, ServiceFailure
from bot.photos.readings import NotRead


def test_a_failure_leaves_a_reading_with_its_reason_and_the_missing_permission() -> None:
    failure = ServiceFailure("graph", FailureReason.NOT_PERMITTED, permission="User.Read.All")
    assert NotRead.of(failure) == NotRead(FailureReason.NOT_PERMITTED, "User.Read.All")


def test_a_failure_is_written_as_service_reason_and_code() -> None:
    assert str(ServiceFailure("sharepoint", FailureReason.THROTTLED)) == "sharepoint: throttled"
    failure = ServiceFailure("entra", FailureReason.SIGN_IN_FAILED, code="AADSTS7000215")
    assert str(failure) == "entra: sign_in_failed (AADSTS7000215)"
