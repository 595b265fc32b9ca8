"""Puts a crowd into a tenant that is still empty."""

from collections.abc import Callable

from simulation.crowd.crowd import Crowd
from simulation.crowd.pictures import (
    Album,
    CrowdFiles,
    CrowdPhotos,
    CrowdProfiles,
    CrowdUploads,
)
from simulation.people import Picture
from simulation.tenant import Tenant
from simulation.tenant.layered import Layered
from simulation.tenant.people import People
from simulation.tenant.photos import Photos


def settle(tenant: Tenant, crowd: Crowd, draw: Callable[[Picture], bytes]) -> Album:
    """Let the crowd live in the first geography; `draw` makes the pictures that they share."""
    album, geography = Album(draw), tenant.geographies[0]
    photos = CrowdPhotos(crowd, album, tenant.clock.now())
    files = CrowdFiles(photos, geography)
    tenant.people = People(crowd)
    tenant.photos = Photos(photos)
    tenant.origins.known = Layered(CrowdUploads(photos))
    geography.profiles = Layered(CrowdProfiles(files))
    geography.library.files = Layered(files)
    return album
