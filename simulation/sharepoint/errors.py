"""SharePoint's errors: a number and the name of a .NET exception, with a message."""

from dataclasses import dataclass


@dataclass(eq=False)
class SharePointError(Exception):
    """A call that SharePoint refuses."""

    status: int
    code: str
    message: str


class NoProfile(SharePointError):
    """An account without a profile."""

    def __init__(self) -> None:
        super().__init__(
            500,
            "-1, Microsoft.Office.Server.UserProfiles.UserNotFoundException",
            "User Profile Error 1000: User Not Found: Could not load profile data from the "
            "database.",
        )


@dataclass(eq=False)
class TokenRejected(Exception):
    """A token that SharePoint does not accept; the body is only this description."""

    description: str
    diagnostics: str = '3001000;reason="There has been an error authenticating the request."'


def invalid_expression(expression: str) -> SharePointError:
    """Build the error for a path that can't be parsed, such as one with a single apostrophe."""
    code = "-1, Microsoft.SharePoint.Client.InvalidClientQueryException"
    return SharePointError(400, code, f'The expression "{expression}" is not valid.')


def no_such_resource(name: str) -> SharePointError:
    """Build the error for a path that does not exist."""
    code = "-1, Microsoft.SharePoint.Client.ResourceNotFoundException"
    return SharePointError(404, code, f"Cannot find resource for the request {name}.")


def access_denied(
    message: str = "Access is denied. (Exception from HRESULT: 0x80070005 (E_ACCESSDENIED))",
) -> SharePointError:
    """Build the error for a caller without the right."""
    return SharePointError(403, "-2147024891, System.UnauthorizedAccessException", message)


def no_profile_permission() -> SharePointError:
    """Build the error for an application without User.Read.All."""
    return access_denied(
        "This application does not have the required permissions to access profile information."
    )


def own_data_only() -> SharePointError:
    """Build the error for a write to somebody else's profile."""
    return access_denied(
        "This operation requires you to be managing your own data or have administrator privileges."
    )


def no_such_property(name: str) -> SharePointError:
    """Build the error for a profile property that is not in the schema."""
    code = "-1, Microsoft.Office.Server.UserProfiles.PropertyNotDefinedException"
    return SharePointError(500, code, f"Property Not Defined: the property {name} does not exist.")


def file_not_found(path: str) -> SharePointError:
    """Build the error for a file that does not exist."""
    code = "-2130575338, Microsoft.SharePoint.SPException"
    return SharePointError(404, code, f"The file {path} does not exist.")


def version_mismatch(asked: str, is_now: str) -> SharePointError:
    """Build the error for a request about another version of a file than there is."""
    code = "-1, Microsoft.SharePoint.Client.ClientServiceException"
    message = f"The request ETag value '{asked}' does not match the object's ETag value '{is_now}'."
    return SharePointError(412, code, message)


def folder_not_found() -> SharePointError:
    """Build the error for a folder that does not exist."""
    return SharePointError(404, "-2147024894, System.IO.FileNotFoundException", "File Not Found.")


def file_exists(name: str) -> SharePointError:
    """Build the error for an upload that may not overwrite."""
    code = "-2130575257, Microsoft.SharePoint.SPException"
    message = (
        f"A file with the name {name} already exists. To replace it, set the overwrite option."
    )
    return SharePointError(400, code, message)


def invalid_name(name: str) -> SharePointError:
    """Build the error for a name that the string-based calls can't express."""
    code = "-2130575245, Microsoft.SharePoint.SPException"
    message = f'The file or folder name "{name}" contains characters that are not permitted.'
    return SharePointError(400, code, message)


def list_view_threshold() -> SharePointError:
    """Build the error for listing what a library of so many files holds."""
    code = "-2147024860, Microsoft.SharePoint.SPQueryThrottledException"
    message = (
        "The attempted operation is prohibited because it exceeds the list view threshold "
        "enforced by the administrator."
    )
    return SharePointError(500, code, message)


def stale_digest() -> SharePointError:
    """Build the error for a request digest that is wrong or has aged."""
    code = "-2130575251, Microsoft.SharePoint.SPException"
    message = (
        "The security validation for this page is invalid and might be corrupted. "
        "Please use your web browser's Back button to try your operation again."
    )
    return SharePointError(403, code, message)


def bad_argument(message: str) -> SharePointError:
    """Build the error for a body or an argument that makes no sense."""
    return SharePointError(400, "-1, System.ArgumentException", message)
