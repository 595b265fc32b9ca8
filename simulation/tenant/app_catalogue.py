"""Apps that the organisation has published in its Teams catalogue."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CatalogueApp:
    """One app.

    `external_id` is the id in its manifest, `client_id` the Entra application of its
    `webApplicationInfo`, which alone may manage the app with a permission for itself. `consents`
    are the resource-specific permissions that its manifest asks for.
    """

    id: str
    external_id: str
    name: str
    client_id: str
    consents: frozenset[str] = frozenset()

    def resource(self) -> dict[str, str]:
        """Return the app as a Graph `teamsApp`."""
        return {
            "id": self.id,
            "externalId": self.external_id,
            "displayName": self.name,
            "distributionMethod": "organization",
        }
