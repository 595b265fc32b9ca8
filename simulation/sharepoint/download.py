"""download.aspx: a file of somebody's OneDrive, for whoever brings the key in the address."""

from mimetypes import guess_type
from urllib.parse import quote

from simulation.tenant import Tenant
from simulation.tenant.one_drive import DOWNLOAD
from simulation.web import Answer, Call, json_answer


def is_download(call: Call) -> bool:
    """Whether the call is for a lent file, which needs no token."""
    return call.path.lower().endswith(f"/{DOWNLOAD}") and "tempauth" in call.options


def download(call: Call, tenant: Tenant) -> Answer:
    """The file; 401 for a key that is wrong or too old, 404 for a file that is not there."""
    options = call.options
    upload = tenant.uploads.get(options.get("UniqueId", ""))
    if upload is None or not upload.site.startswith(call.host):
        return json_answer({"error_description": "File not found."}, 404)
    if not upload.opens(options["tempauth"], tenant.clock.now()):
        return json_answer({"error_description": "Invalid or expired temporary token."}, 401)
    kind, _ = guess_type(upload.name)
    shown = f"attachment; filename*=UTF-8''{quote(upload.name)}"
    headers = {"Content-Type": kind or "application/octet-stream", "Content-Disposition": shown}
    return Answer(200, upload.content, headers)
