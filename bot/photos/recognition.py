"""How each cause is recognised; where a fact is not known, none is (photo-sync.md §5.3)."""

from bot.photos.copies import CopyState
from bot.photos.findings import NOTHING_SHOWN, WRONG, Findings
from bot.photos.readings import PhotoSource
from bot.photos.verdict import Verdict, verdict_of

_KNOWN_TO_BE_WRONG = frozenset({Verdict.DIFFERS, Verdict.NO_PHOTO})


def guest(found: Findings) -> bool:
    """A photo does not come along from another organisation."""
    return found.guest is True and _known_to_be_wrong(found)


def sign_in_blocked(found: Findings) -> bool:
    """SharePoint leaves accounts out that may not sign in."""
    return found.enabled is False and _known_to_be_wrong(found)


def exchange_disabled(found: Findings) -> bool:
    """The service that photos go through is switched off for the whole tenant."""
    return found.exchange_enabled is False and _known_to_be_wrong(found)


def changes_restricted(found: Findings) -> bool:
    """There is no photo, and not everybody may add one."""
    return found.changes_restricted is True and found.cloud in NOTHING_SHOWN


def no_photo(found: Findings) -> bool:
    """Microsoft 365 holds none."""
    return found.cloud is CopyState.MISSING


def placeholder_in_microsoft_365(found: Findings) -> bool:
    """Microsoft 365 holds the grey figure, a blank picture or initials."""
    return found.cloud is CopyState.PLACEHOLDER


def no_profile(found: Findings) -> bool:
    """There is a photo, and no profile to put it into."""
    return found.has_photo and found.no_profile and found.has_sharepoint is not False


def no_profile_to_come(found: Findings) -> bool:
    """There is no profile, and no licence with which to open SharePoint."""
    return found.has_photo and found.no_profile and found.has_sharepoint is False


def mailbox_on_premises(found: Findings) -> bool:
    """Exchange Online said that it does not hold the mailbox."""
    return found.mailbox_on_premises is True and not all_in_sync(found)


def no_mailbox(found: Findings) -> bool:
    """There is nothing in Exchange Online that SharePoint could fetch from."""
    explained = found.guest is True or found.mailbox_on_premises is True
    return found.has_mailbox is False and not explained and _not_yet_shown(found)


def sync_frozen(found: Findings) -> bool:
    """SharePoint was told to keep its picture, though it could fetch the right one."""
    return found.has_photo and found.frozen and found.has_mailbox is not False


def custom_picture(found: Findings) -> bool:
    """SharePoint shows a picture that is none of the three sizes."""
    return found.has_photo and found.points_elsewhere and not found.hidden


def placeholder_in_sharepoint(found: Findings) -> bool:
    """SharePoint holds the grey figure, a blank picture or initials."""
    return found.has_photo and found.any_thumbnail({CopyState.PLACEHOLDER})


# Where a thumbnail or the profile is known to be wrong, one of empty, old and partly old applies.


def sharepoint_empty(found: Findings) -> bool:
    """SharePoint shows nothing, whatever it holds."""
    nothing_stored = found.all_thumbnails(WRONG - {CopyState.DIFFERS})
    return _should_show(found) and (found.hidden or nothing_stored)


def sharepoint_old(found: Findings) -> bool:
    """Every size is wrong, and one of them shows another picture."""
    old = found.all_thumbnails(WRONG) and found.any_thumbnail({CopyState.DIFFERS})
    return _should_show(found) and not found.hidden and old


def sharepoint_partly_old(found: Findings) -> bool:
    """Some sizes are wrong."""
    some_wrong = found.any_thumbnail(WRONG) and not found.all_thumbnails(WRONG)
    return _should_show(found) and not found.hidden and some_wrong


def all_in_sync(found: Findings) -> bool:
    """Every copy is right, so that only what an app has kept can be wrong."""
    return verdict_of(found) is Verdict.IN_SYNC


# What no service tells; each is only not excluded by what was read.


def perhaps_on_premises(found: Findings) -> bool:
    """A synchronised account without a mailbox in the cloud may have one on a server."""
    unknown = found.mailbox_on_premises is None and found.has_mailbox is False
    return unknown and found.on_premises_synced is True and _not_yet_shown(found)


def perhaps_not_changeable(found: Findings) -> bool:
    """There is a photo; whether it is the wanted one, only its owner knows."""
    return found.has_photo and found.changes_restricted is True


def perhaps_refused(found: Findings) -> bool:
    """An upload that was refused leaves no trace."""
    return no_photo(found) and found.changes_restricted is not True


def perhaps_outlook_policy(found: Findings) -> bool:
    """A policy of the mailbox may keep its owner from changing the photo in Outlook and Teams."""
    nothing = found.cloud in NOTHING_SHOWN and found.changes_restricted is not True
    return nothing and found.has_mailbox is not False


def perhaps_too_large_in_directory(found: Findings) -> bool:
    """The company's directory may hold a picture that is too large to be taken over."""
    taken_over = found.on_premises_synced is True and found.photo_source is not PhotoSource.CLOUD
    return taken_over and found.cloud in NOTHING_SHOWN


def perhaps_changed_in_both(found: Findings) -> bool:
    """The company's directory may put its own picture over the one in the cloud."""
    both = found.photo_source in {PhotoSource.BOTH, None}
    return found.has_photo and found.on_premises_synced is True and both


def perhaps_not_editable(found: Findings) -> bool:
    """SharePoint fetches nothing into a property that people may not edit."""
    would_fetch = found.has_mailbox is not False and not found.frozen
    return _should_show(found) and would_fetch and (found.hidden or found.any_thumbnail(WRONG))


def perhaps_disconnected(found: Findings) -> bool:
    """A profile that is missing or bare may have lost its account."""
    return found.has_photo and (found.no_profile or found.never_set)


def _known_to_be_wrong(found: Findings) -> bool:
    return verdict_of(found) in _KNOWN_TO_BE_WRONG


def _not_yet_shown(found: Findings) -> bool:
    return found.has_photo and not all_in_sync(found)


def _should_show(found: Findings) -> bool:
    return found.has_photo and not found.no_profile
