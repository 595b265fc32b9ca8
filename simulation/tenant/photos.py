"""The Microsoft 365 photos of everybody, by object id."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from simulation.tenant.cloud_photo import CloudPhoto
from simulation.tenant.layered import Layered


class Photos(Layered[CloudPhoto]):
    """Photos, whose etags can all move at once."""

    _moves = 0

    def move_etags(self, new_etag: Callable[[], str]) -> None:
        """Give every photo a new etag, and change nothing else."""
        self._moves += 1
        for person_id in self.touched():
            if photo := self.get(person_id):
                self[person_id] = replace(photo, etag=new_etag())

    def _at_first(self, key: str) -> CloudPhoto | None:
        photo = super()._at_first(key)
        if photo is None or not self._moves:
            return photo
        moved = sha256(f"{photo.etag} {self._moves}".encode()).hexdigest()[:40]
        return replace(photo, etag=f'W/"{moved}"')
