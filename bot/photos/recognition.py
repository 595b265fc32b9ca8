"""One rule for each cause: whether the findings show it, or leave it possible.

A fact that is not known shows nothing. Source: docs/photo-sync.md, "Causes".
"""

from bot.photos.copies import CopyState
from bot.photos.findings import NOTHING_SHOWN, WRONG, Findings
from bot.photos.readings import Photo, PhotoSource
from bot.photos.verdict import Verdict, verdict_of


def guest(found: Findings) -> bool:
    """Recognise a guest, whose photo does not come along from the home organisation."""
    return found.guest is True and _perhaps_wrong(found)


def external_member(found: Findings) -> bool:
    """Recognise a member from elsewhere, whose photo does not come along from home either."""
    return found.external_member and _perhaps_wrong(found)


def shared_mailbox(found: Findings) -> bool:
    """Recognise what looks like a shared or resource mailbox, which nobody signs in with."""
    return found.shared_mailbox and _perhaps_wrong(found)


def sign_in_blocked(found: Findings) -> bool:
    """Recognise an account that may not sign in: SharePoint's profile sync leaves it out."""
    return found.enabled is False and not found.shared_mailbox and _perhaps_wrong(found)


def exchange_disabled(found: Findings) -> bool:
    """Recognise that Exchange Online, which photos go through, is disabled in the tenant."""
    return found.exchange_enabled is False and _perhaps_wrong(found)


def changes_restricted(found: Findings) -> bool:
    """Recognise that there is no photo, and that not everybody may add one."""
    return found.changes_restricted is True and found.cloud in NOTHING_SHOWN


def no_photo(found: Findings) -> bool:
    """Recognise that Microsoft 365 holds no photo."""
    return found.cloud is CopyState.MISSING


def placeholder_in_microsoft_365(found: Findings) -> bool:
    """Recognise a picture in Microsoft 365 that is too small to show anything."""
    return found.cloud is CopyState.PLACEHOLDER


def photo_like_placeholder(found: Findings) -> bool:
    """Recognise the grey figure, one colour or initials as the photo: perhaps a choice."""
    photo = found.readings.microsoft_365
    return found.has_photo and isinstance(photo, Photo) and photo.picture.placeholder is not None


def no_profile(found: Findings) -> bool:
    """Recognise a photo without a profile to put it into."""
    return _lacks_profile(found) and found.has_sharepoint is not False


def no_profile_to_come(found: Findings) -> bool:
    """Recognise a missing profile that no visit makes: there is no licence for SharePoint."""
    return _lacks_profile(found) and found.has_sharepoint is False


def mailbox_on_premises(found: Findings) -> bool:
    """Recognise that Exchange Online says it does not hold the mailbox."""
    return found.mailbox_on_premises is True and not all_in_sync(found)


def no_mailbox(found: Findings) -> bool:
    """Recognise that there is no mailbox from which SharePoint could pull."""
    elsewhere = found.guest is True or found.external_member
    explained = elsewhere or found.mailbox_on_premises is True
    return found.has_mailbox is False and not explained and _not_yet_shown(found)


def sync_frozen(found: Findings) -> bool:
    """Recognise a sync state that stops the pull, though there may be a mailbox to pull from."""
    frozen = found.has_photo and found.frozen and found.has_mailbox is not False
    # It is the usual state of accounts without a licence for Exchange Online.
    return frozen and not found.shared_mailbox


def custom_picture(found: Findings) -> bool:
    """Recognise a PictureURL that names none of the three thumbnails."""
    return found.has_photo and found.points_elsewhere and not found.hidden


def placeholder_in_sharepoint(found: Findings) -> bool:
    """Recognise the grey figure, a blank picture or initials in SharePoint."""
    return found.has_photo and found.any_thumbnail({CopyState.PLACEHOLDER})


# At most one of the next three applies: where a thumbnail or the profile is known to be wrong.


def sharepoint_empty(found: Findings) -> bool:
    """Recognise that SharePoint shows nothing, whatever it holds.

    A stored placeholder is shown as a photo, and is a cause of its own.
    """
    nothing_stored = found.all_thumbnails({CopyState.MISSING, CopyState.BROKEN})
    return _should_show(found) and (found.hidden or nothing_stored)


def sharepoint_old(found: Findings) -> bool:
    """Recognise that every size is wrong, and one of them shows another picture."""
    old = found.all_thumbnails(WRONG) and found.any_thumbnail({CopyState.DIFFERS})
    return _should_show(found) and not found.hidden and old


def sharepoint_partly_old(found: Findings) -> bool:
    """Recognise that some sizes are wrong."""
    some_wrong = found.any_thumbnail(WRONG) and not found.all_thumbnails(WRONG)
    return _should_show(found) and not found.hidden and some_wrong


def all_in_sync(found: Findings) -> bool:
    """Recognise that every copy is right; what an app shows is probably an old one of its own."""
    return verdict_of(found) is Verdict.IN_SYNC


# Causes that no service shows: these rules tell whether the readings leave them possible.


def perhaps_on_premises(found: Findings) -> bool:
    """Leave open whether a synchronised account has its mailbox on premises."""
    unknown = found.mailbox_on_premises is None and found.has_mailbox is False
    return unknown and found.on_premises_synced is True and _not_yet_shown(found)


def perhaps_not_changeable(found: Findings) -> bool:
    """Leave open whether the photo is the wanted one, where its owner may not change it."""
    return found.has_photo and found.changes_restricted is True


def perhaps_refused(found: Findings) -> bool:
    """Leave open whether an upload was refused, which leaves no trace."""
    return no_photo(found) and found.changes_restricted is not True


def perhaps_outlook_policy(found: Findings) -> bool:
    """Leave open whether a mailbox policy keeps photos out of Outlook and Teams."""
    nothing = found.cloud in NOTHING_SHOWN and found.changes_restricted is not True
    return (nothing or _only_seen_otherwise(found)) and found.has_mailbox is not False


def perhaps_too_large_in_directory(found: Findings) -> bool:
    """Leave open whether Active Directory holds a picture that is too large to be taken over."""
    taken_over = found.on_premises_synced is True and found.photo_source is not PhotoSource.CLOUD
    return taken_over and found.cloud in NOTHING_SHOWN


def perhaps_changed_in_both(found: Findings) -> bool:
    """Leave open whether Active Directory puts its own picture over the one in the cloud."""
    both = found.photo_source in {PhotoSource.BOTH, None}
    return found.has_photo and found.on_premises_synced is True and both


def perhaps_shown_from_directory(found: Findings) -> bool:
    """Leave open whether Office on premises shows the picture of Active Directory."""
    return found.on_premises_synced is not False and _only_seen_otherwise(found)


def perhaps_not_editable(found: Findings) -> bool:
    """Leave open whether people may not edit the property: SharePoint then pulls nothing."""
    would_fetch = found.has_mailbox is not False and not found.frozen
    behind = found.hidden or found.any_thumbnail(WRONG | {CopyState.UNSURE})
    return _should_show(found) and would_fetch and behind


def perhaps_disconnected(found: Findings) -> bool:
    """Leave open whether a missing or bare profile has lost its account."""
    return found.has_photo and (found.no_profile or found.never_set)


def _only_seen_otherwise(found: Findings) -> bool:
    """Tell whether all that can be read is right, so that only what an app shows can be wrong."""
    return all_in_sync(found) and not found.frozen


def _perhaps_wrong(found: Findings) -> bool:
    """Tell whether a copy is wrong, or will be no surer at a later check."""
    verdict = verdict_of(found)
    if verdict is not Verdict.UNSURE:
        return verdict is not Verdict.IN_SYNC
    if not found.has_photo:
        return found.cloud in WRONG
    return found.any_thumbnail({CopyState.UNSURE}) or not found.may_be_read_later


def _lacks_profile(found: Findings) -> bool:
    # Neither a visit nor a licence is what an account lacks that nobody here signs in with.
    excepted = found.external_member or found.shared_mailbox
    return found.has_photo and found.no_profile and not excepted


def _not_yet_shown(found: Findings) -> bool:
    return found.has_photo and not all_in_sync(found)


def _should_show(found: Findings) -> bool:
    return found.has_photo and not found.no_profile
