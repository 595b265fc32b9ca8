"""Responses in the format that was asked for: three kinds of JSON, or XML."""

import json
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring  # nosec B405 # parses nothing

from simulation.sharepoint.errors import SharePointError
from simulation.web import Response

DATA = "http://schemas.microsoft.com/ado/2007/08/dataservices"
METADATA = "http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"
ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class Entity:
    """A typed object with named fields; `path` is its address below `_api`."""

    type: str
    path: str
    fields: dict[str, Any]


Result = Entity | list[Entity] | str | bool | int | None


@dataclass(frozen=True)
class Format:
    """What the client accepts: verbose, minimalmetadata, nometadata or, by default, xml."""

    level: str
    api: str

    def write(self, operation: str, result: Result, status: int = 200) -> Response:
        """Write the result of an operation."""
        if self.level == "xml":
            return _xml(_entry(result), status)
        content = self._verbose(operation, result) if self.verbose else self._plain(result)
        return self._json(content, status)

    def write_named(self, name: str, entity: Entity) -> Response:
        """Write an entity that verbose responses wrap once more, in its own name."""
        if self.verbose:
            return self._json({"d": {name: self._inner(entity)}}, 200)
        return self.write(name, entity)

    def write_error(self, error: SharePointError) -> Response:
        """Write an error."""
        if self.level == "xml":
            return _xml(_error_element(error), error.status)
        message = {"lang": "en-US", "value": error.message}
        name = "error" if self.verbose else "odata.error"
        return self._json({name: {"code": error.code, "message": message}}, error.status)

    @property
    def verbose(self) -> bool:
        """Whether everything is wrapped in `d`."""
        return self.level == "verbose"

    def _json(self, content: object, status: int) -> Response:
        body = json.dumps(content, ensure_ascii=False).encode()
        media_type = f"application/json;odata={self.level};charset=utf-8"
        return Response(status, body, {"Content-Type": media_type})

    def _verbose(self, operation: str, result: Result) -> dict[str, Any]:
        if isinstance(result, Entity):
            return {"d": self._inner(result)}
        if isinstance(result, list):
            return {"d": {"results": [self._inner(item) for item in result]}}
        return {"d": {operation: result}}

    def _plain(self, result: Result) -> dict[str, Any]:
        if result is None:
            return {"odata.null": True}
        if isinstance(result, Entity):
            return self._context("@Element") | self._inner(result)
        if isinstance(result, list):
            return self._context("") | {"value": [self._inner(item) for item in result]}
        return self._context("Edm") | {"value": result}

    def _context(self, kind: str) -> dict[str, str]:
        if self.level == "nometadata":
            return {}
        return {"odata.metadata": f"{self.api}/$metadata#{kind}"}

    def _inner(self, entity: Entity) -> dict[str, Any]:
        return self._metadata(entity) | {n: self._field(v) for n, v in entity.fields.items()}

    def _metadata(self, entity: Entity) -> dict[str, Any]:
        address = f"{self.api}/{entity.path}"
        if self.verbose:
            return {"__metadata": {"id": address, "uri": address, "type": entity.type}}
        if self.level == "nometadata" or not entity.path:
            return {}
        return {"odata.type": entity.type, "odata.id": address, "odata.editLink": entity.path}

    def _field(self, value: object) -> object:
        if isinstance(value, Entity):
            return self._inner(value)
        if isinstance(value, list):
            items = [self._field(item) for item in value]
            return {"results": items} if self.verbose else items
        return value


def format_for(accept: str, api: str) -> Format:
    """Return the format for an Accept header."""
    wanted = accept.lower().replace(" ", "")
    if "application/json" not in wanted:
        return Format("xml", api)
    for level in ("verbose", "nometadata"):
        if f"odata={level}" in wanted:
            return Format(level, api)
    return Format("minimalmetadata", api)


def _xml(root: Element, status: int) -> Response:
    body = tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(status, body, {"Content-Type": "application/atom+xml;charset=utf-8"})


def _entry(result: Result) -> Element:
    if isinstance(result, list):
        feed = Element(f"{{{ATOM}}}feed")
        feed.extend(_entry(item) for item in result)
        return feed
    if not isinstance(result, Entity):
        element = Element(f"{{{DATA}}}value")
        element.text = "" if result is None else str(result)
        return element
    entry = Element(f"{{{ATOM}}}entry")
    properties = SubElement(entry, f"{{{METADATA}}}properties")
    for name, value in result.fields.items():
        if isinstance(value, str | int | bool):
            SubElement(properties, f"{{{DATA}}}{name}").text = str(value)
    return entry


def _error_element(error: SharePointError) -> Element:
    root = Element(f"{{{METADATA}}}error")
    SubElement(root, f"{{{METADATA}}}code").text = error.code
    SubElement(root, f"{{{METADATA}}}message").text = error.message
    return root
