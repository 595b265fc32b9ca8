"""Graph's errors, in its own format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from simulation.web import Response, json_response


@dataclass(eq=False)
class GraphError(Exception):
    """A call that Graph refuses."""

    status: int
    code: str
    message: str
    headers: Mapping[str, str] = field(default_factory=dict)
    inner_code: str = ""

    def response(self, now: datetime, client_request_id: str = "") -> Response:
        """Build the response, with an OData error as its body."""
        request_id = str(uuid4())
        code = {"code": self.inner_code, "message": self.message} if self.inner_code else {}
        inner = code | {
            "date": now.strftime("%Y-%m-%dT%H:%M:%S"),
            "request-id": request_id,
            "client-request-id": client_request_id or request_id,
        }
        error = {"code": self.code, "message": self.message, "innerError": inner}
        response = json_response({"error": error}, self.status)
        return response.with_headers(request_id=request_id, **self.headers)


def bad_request(message: str, code: str = "BadRequest") -> GraphError:
    """Build the error for a request that makes no sense to Graph."""
    return GraphError(400, code, message)


def no_such_user(name: str) -> GraphError:
    """Build the error for an id or user principal name that nobody has."""
    message = (
        f"Resource '{name}' does not exist or one of its queried reference-property objects are "
        "not present."
    )
    return GraphError(404, "Request_ResourceNotFound", message)


def no_privileges() -> GraphError:
    """Build the error for a directory call without a permission for it."""
    message = "Insufficient privileges to complete the operation."
    return GraphError(403, "Authorization_RequestDenied", message)


def photo_access_denied() -> GraphError:
    """Build the error for a photo call without a permission for it."""
    message = "Access is denied. Check credentials and try again."
    return GraphError(403, "ErrorAccessDenied", message)


def image_not_found() -> GraphError:
    """Build the error for a missing photo."""
    message = (
        "Exception of type 'Microsoft.Fast.Profile.Core.Exception.ImageNotFoundException' "
        "was thrown."
    )
    return GraphError(404, "ImageNotFound", message)


def authentication_error() -> GraphError:
    """Build the error of a photo store that does not know somebody without a mailbox."""
    return GraphError(400, "AuthenticationError", "Error authenticating with resource")


def mailbox_on_premises() -> GraphError:
    """Build the error for a missing photo of somebody whose mailbox is on premises."""
    message = "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
    return GraphError(404, "MailboxNotHostedInExchangeOnline", message)


def no_such_segment(name: str) -> GraphError:
    """Build the error for a path that does not exist."""
    return bad_request(f"Resource not found for the segment '{name}'.")


def method_not_allowed() -> GraphError:
    """Build the error for a path that exists, with another method."""
    message = "Specified HTTP method is not allowed for the request target."
    return GraphError(405, "Request_BadRequest", message)
