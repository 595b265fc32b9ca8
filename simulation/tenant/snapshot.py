"""Everything that the tenant holds of one person, for whoever looks in from outside."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from simulation.tenant.cloud_photo import CloudPhoto
from simulation.tenant.library import StoredFile
from simulation.tenant.person import Person

if TYPE_CHECKING:
    from simulation.tenant.tenant import Tenant


def snapshot(tenant: Tenant, person: Person) -> dict[str, Any]:
    """Pictures are bytes, times are datetimes in UTC, what is not there is None."""
    geography = tenant.geography_of(person)
    photo = tenant.photos.get(person.id)
    profile = geography.profile_of(person)
    thumbnails = geography.thumbnails(person)
    return {
        "person": asdict(person),
        "cloud": _cloud(photo) if photo else None,
        "sharepoint": {size: _file(file) if file else None for size, file in thumbnails.items()},
        "profile": dict(profile) if profile is not None else None,
        "on_premises": tenant.on_premises.get(person.id),
        "last_pull": tenant.pulls.get(person.id),
    }


def _cloud(photo: CloudPhoto) -> dict[str, Any]:
    return asdict(photo)


def _file(file: StoredFile) -> dict[str, Any]:
    return {"jpeg": file.content, "path": file.path, "changed": file.modified}
