"""Reading who there is in the tenant, page by page, to the last one."""

from collections.abc import AsyncGenerator
from typing import Protocol

from bot.core.failures import FailureReason, ServiceFailure
from bot.watch.ports import Directory, MembersPage, ResyncRequired


class MembershipRows(Protocol):
    """The rows of people that a reading of the directory fills."""

    async def restart_membership(self, owner: str) -> None:
        """Start reading the whole directory."""


async def membership_pages(
    directory: Directory, rows: MembershipRows, owner: str, link: str | None
) -> AsyncGenerator[MembersPage, None]:
    """Yield the pages from a link on, or all of them where it is None or has expired.

    Raises ServiceFailure, and what the rows raise.
    """
    was_restarted = False
    while True:
        try:
            page = await directory.page(link)
        except ResyncRequired:
            if was_restarted:
                raise ServiceFailure(
                    "graph", FailureReason.UNEXPECTED, code="resync_again"
                ) from None
            await rows.restart_membership(owner)
            link, was_restarted = None, True
            continue
        yield page
        if page.is_last:
            return
        link = page.link
