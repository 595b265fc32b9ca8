"""The root site, which tells a tenant's SharePoint host."""

from urllib.parse import urlsplit

from simulation.graph.errors import GraphError
from simulation.graph.request import GraphRequest
from simulation.web import Response, json_response

READ = ("Sites.Read.All", "Sites.ReadWrite.All", "Sites.FullControl.All")


def get_root(request: GraphRequest) -> Response:
    """Return the root site of the default geography."""
    request.require(GraphError(403, "accessDenied", "Access denied"), *READ)
    root = request.tenant.geographies[0].hosts.root
    host = urlsplit(root).netloc
    return json_response(
        {
            "@odata.context": f"{request.base}/$metadata#sites/$entity",
            "id": f"{host},{request.tenant.id},{request.tenant.id}",
            "displayName": "Contoso",
            "name": "",
            "webUrl": root,
            "root": {},
            "siteCollection": {"hostname": host},
        }
    )
