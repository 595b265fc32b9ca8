"""How a service can fail, typed once at the edge."""

from bot.photos.readings import NotRead, Why


class ServiceFailure(Exception):
    """Graph, SharePoint or Entra ID did not do what was asked.

    Attributes:
        service: "graph", "sharepoint" or "entra"; never a person's name or an address.
        why: the kind of failure.
        code: the service's own error code, such as ErrorAccessDenied or AADSTS7000215.
        permission: the grant that is missing, where one is.
        retry_after: seconds that the service asked to wait, where it did.
    """

    def __init__(
        self,
        service: str,
        why: Why,
        *,
        code: str | None = None,
        permission: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"{service}: {why.value}" + (f" ({code})" if code else ""))
        self.service = service
        self.why = why
        self.code = code
        self.permission = permission
        self.retry_after = retry_after

    def as_reading(self) -> NotRead:
        """The reading that this failure leaves behind."""
        return NotRead(self.why, self.permission, self.code)
