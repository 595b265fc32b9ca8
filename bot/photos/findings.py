"""The facts of one check, in the terms in which causes are defined."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.core.failures import PASSING, FailureReason
from bot.photos.copies import Copy, CopyState
from bot.photos.library import discovered
from bot.photos.readings import (
    Account,
    NoProfile,
    NotRead,
    PhotoSource,
    PhotoUpdates,
    Profile,
    Readings,
)

# States of a thumbnail that is known not to show the Microsoft 365 photo.
WRONG = frozenset({CopyState.DIFFERS, CopyState.MISSING, CopyState.PLACEHOLDER, CopyState.BROKEN})
# What nobody expected may be gone at the next check, too.
TRANSIENT = PASSING | {FailureReason.UNEXPECTED}
# What Entra ID puts into the names of accounts whose home is another organisation.
_EXTERNAL = "#EXT#"
# States in which people see no picture of the person.
NOTHING_SHOWN = frozenset({CopyState.MISSING, CopyState.PLACEHOLDER})


@dataclass(frozen=True)
class Findings:
    """The readings and copies of a check, and the facts that follow from them."""

    readings: Readings
    copies: tuple[Copy, ...]

    @property
    def cloud(self) -> CopyState:
        """State of the Microsoft 365 photo."""
        return self.copies[0].state

    @property
    def thumbnails(self) -> tuple[CopyState, ...]:
        """States of SharePoint's S, M and L."""
        return tuple(copy.state for copy in self.copies[1:])

    @property
    def has_photo(self) -> bool:
        """Whether Microsoft 365 holds a real picture."""
        return self.cloud is CopyState.PRESENT

    @property
    def has_mailbox(self) -> bool | None:
        """Whether there is an Exchange Online mailbox; None when it is not known."""
        account = self.readings.account
        # A shared mailbox is one that no plan brings.
        if self.shared_mailbox:
            return None
        return account.has_mailbox if isinstance(account, Account) else None

    @property
    def guest(self) -> bool | None:
        """Whether the account belongs to another organisation; None when it is not known."""
        account = self.readings.account
        return account.guest if isinstance(account, Account) else None

    @property
    def external_member(self) -> bool:
        """Whether the account is a member here whose home is another organisation."""
        account = self.readings.account
        return (
            isinstance(account, Account) and not account.guest and _EXTERNAL in account.upn.upper()
        )

    @property
    def shared_mailbox(self) -> bool:
        """Whether the account looks like that of a shared mailbox, a room or another resource.

        It has an address, needs no licence, and nobody signs in with it; so does the account of
        somebody who has left.
        """
        account = self.readings.account
        if not isinstance(account, Account) or account.guest or self.external_member:
            return False
        unused = account.licensed is False and account.enabled is False
        return unused and account.has_address is True

    @property
    def enabled(self) -> bool | None:
        """Whether the account may sign in; None when it is not known."""
        account = self.readings.account
        return account.enabled if isinstance(account, Account) else None

    @property
    def on_premises_synced(self) -> bool | None:
        """Whether an Active Directory on premises feeds the account; None when it is not known."""
        account = self.readings.account
        return account.on_premises_synced if isinstance(account, Account) else None

    @property
    def has_sharepoint(self) -> bool | None:
        """Whether a licence brings SharePoint; None when it is not known."""
        account = self.readings.account
        return account.has_sharepoint if isinstance(account, Account) else None

    @property
    def mailbox_on_premises(self) -> bool | None:
        """Whether the mailbox is on premises; None when it is not known.

        A synchronised account without a plan for Exchange Online may have one there, or none.
        """
        account = self.readings.account
        if not isinstance(account, Account):
            return None
        if account.mailbox_code:
            return True
        elsewhere = account.has_mailbox or account.on_premises_synced is False
        return False if elsewhere else None

    @property
    def photo_source(self) -> PhotoSource | None:
        """Where the tenant lets photos be changed; None when it is not known."""
        updates = self.readings.tenant.photo_updates
        if not isinstance(updates, PhotoUpdates) or updates.source is PhotoSource.UNKNOWN:
            return None
        return updates.source

    @property
    def restricted_to_roles(self) -> bool | None:
        """Whether only holders of some roles may change photos; None when it is not known."""
        updates = self.readings.tenant.photo_updates
        return bool(updates.allowed_roles) if isinstance(updates, PhotoUpdates) else None

    @property
    def changes_restricted(self) -> bool | None:
        """Whether not everybody may change a photo in the cloud; None when it is not known."""
        if self.photo_source is PhotoSource.ON_PREMISES or self.restricted_to_roles:
            return True
        return None if self.photo_source is None else False

    @property
    def exchange_enabled(self) -> bool | None:
        """Whether Exchange Online is enabled in this tenant at all; None when it is not known."""
        enabled = self.readings.tenant.exchange_enabled
        return enabled if isinstance(enabled, bool) else None

    @property
    def missing_permissions(self) -> tuple[str, ...]:
        """The permissions that are missing to read what was not read, each once."""
        readings = self.readings
        unread = (
            readings.account,
            readings.microsoft_365,
            readings.profile,
            *readings.thumbnails.values(),
            readings.tenant.photo_updates,
            readings.tenant.exchange_enabled,
        )
        needed = (each.permission for each in unread if isinstance(each, NotRead))
        return tuple(dict.fromkeys(name for name in needed if name))

    @property
    def may_be_read_later(self) -> bool:
        """Whether a photo or the profile was not read for a reason that may pass by itself."""
        readings = self.readings
        read = (readings.microsoft_365, readings.profile, *readings.thumbnails.values())
        return any(isinstance(each, NotRead) and each.why in TRANSIENT for each in read)

    @property
    def no_profile(self) -> bool:
        """Whether SharePoint said that it has no profile of this person."""
        return isinstance(self.readings.profile, NoProfile)

    @property
    def frozen(self) -> bool:
        """Whether the sync state keeps SharePoint from pulling from Exchange Online."""
        profile = self.readings.profile
        return isinstance(profile, Profile) and profile.sync_state == "0"

    @property
    def hidden(self) -> bool:
        """Whether SharePoint shows its placeholder, whatever files are stored."""
        profile = self.readings.profile
        if not isinstance(profile, Profile):
            return False
        # A state that was never set shows the placeholder too.
        return not profile.picture_url or profile.placeholder_state != "0"

    @property
    def never_set(self) -> bool:
        """Whether the profile is bare: no picture was ever set, shown or pulled."""
        profile = self.readings.profile
        if not isinstance(profile, Profile):
            return False
        return not (profile.picture_url or profile.placeholder_state or profile.sync_state)

    @property
    def points_elsewhere(self) -> bool:
        """Whether PictureURL names something other than the person's thumbnails.

        Not where it names a file that is known to be missing, so that nothing is shown.
        """
        profile = self.readings.profile
        if not isinstance(profile, Profile) or not profile.picture_url:
            return False
        elsewhere = discovered(profile.picture_url, profile.my_site) is None
        return elsewhere and not self.all_thumbnails({CopyState.MISSING})

    @property
    def shows_thumbnails(self) -> bool:
        """Whether the profile was read, and shows what the three files hold."""
        known = isinstance(self.readings.profile, Profile)
        return known and not self.hidden and not self.points_elsewhere

    def all_thumbnails(self, states: Collection[CopyState]) -> bool:
        """Tell whether S, M and L are each in one of these states."""
        return all(state in states for state in self.thumbnails)

    def any_thumbnail(self, states: Collection[CopyState]) -> bool:
        """Tell whether one of S, M and L is in one of these states."""
        return any(state in states for state in self.thumbnails)
