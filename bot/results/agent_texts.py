"""The state of somebody's photo in an administrator's words, for agents of the helpdesk."""

from collections.abc import Iterator

from bot.chat.language import Gettext
from bot.photos.causes import NUMBERS, Cause, Remedy
from bot.photos.verdict import Verdict
from bot.results.reasons_texts import mailbox_words, profile_facts
from bot.results.record import Evidence
from bot.texts.joining import both
from cards.views import Fact


def agent_verdict(verdict: Verdict, _: Gettext) -> str:
    """State the verdict in a sentence."""
    return {
        Verdict.IN_SYNC: _("In sync: Microsoft 365 and every size in SharePoint are the same."),
        Verdict.DIFFERS: _("Not in sync: Microsoft 365 and SharePoint differ."),
        Verdict.NO_PHOTO: _("No photo: neither Microsoft 365 nor SharePoint holds one."),
        Verdict.UNSURE: _("Not known: not every copy could be read or compared."),
    }[verdict]


def agent_causes(causes: tuple[Cause, ...], _: Gettext) -> Iterator[str]:
    """Explain each cause that was found, with its number and code."""
    words = _of_account(_) | _of_copies(_)
    label = _("**Cause {number}, {code}:** {words}")
    for cause in causes:
        yield label.format(number=NUMBERS[cause], code=cause.value, words=words[cause])


def agent_possibilities(causes: tuple[Cause, ...], _: Gettext) -> Iterator[str]:
    """Describe causes that no service shows and that nothing excludes."""
    words = _possible(_)
    label = _("**Perhaps cause {number}, {code}:** {words}")
    for cause in causes:
        yield label.format(number=NUMBERS[cause], code=cause.value, words=words[cause])


def agent_remedy(remedy: Remedy, _: Gettext, *, may_sync: bool, has_case: bool) -> str:
    """Name the next step, and who takes it.

    `may_sync` tells whether an agent can sync for the person, and `has_case` whether they see this
    on the card of a case, where they do so.
    """
    write = _("Photobot can sync: write the Microsoft 365 photo into SharePoint, and read it back.")
    if not may_sync:
        who = _(
            "The person does it in their chat with Photobot, or an administrator by python -m bot "
            "sync."
        )
    elif has_case:
        who = _("The person does it in their chat with Photobot, or you do: Sync for them.")
    else:
        who = _(
            "The person does it in their chat with Photobot: send them photo help. You can do it "
            "too, by Sync for them on the card of their case."
        )
    return {
        Remedy.REPAIR: both(write, who, _),
        Remedy.ADD_PHOTO: _("The person adds a photo in My Account; then it can be synced."),
        Remedy.VISIT_SHAREPOINT: _(
            "The person opens their profile in SharePoint, which makes it pull the photo. Photobot "
            "shows them the steps."
        ),
        Remedy.ASK_SUPPORT: _(
            "An administrator puts the photo into SharePoint; it probably doesn't get there by "
            "itself."
        ),
        Remedy.ASK_ADMINISTRATOR: _("Only an administrator can change this."),
        Remedy.ASK_FOR_PERMISSION: _(
            "An administrator lets Photobot read photos; without that there's nothing to compare."
        ),
        Remedy.ASK_ABOUT_REJECTION: _(
            "Microsoft 365 refuses to give the photo, with the code above; that doesn't pass by "
            "itself. It was reported of accounts without a mailbox."
        ),
        Remedy.CLEAR_CACHES: _(
            "Nothing is to be written. The person looks in a private browser window; where the "
            "photo is right there, the app has probably kept the old one: sign out of it and in "
            "again."
        ),
        Remedy.CHECK_AGAIN: _("Check again in a few minutes."),
    }[remedy]


def agent_facts(evidence: Evidence, _: Gettext) -> tuple[Fact, ...]:
    """List what matters to a photo of account, organisation and SharePoint's profile."""
    read = evidence.facts
    unknown: dict[bool | None, str] = {None: _("not known")}
    kind = unknown | {True: _("a guest"), False: _("a member of the organisation")}
    sign_in = unknown | {True: _("allowed"), False: _("blocked")}
    directory = unknown | {
        True: _("it feeds this account"),
        False: _("it doesn't feed this account"),
    }
    changes = unknown | {True: _("restricted"), False: _("everybody may, in the cloud")}
    exchange = unknown | {True: _("switched on"), False: _("switched off")}
    return (
        Fact(_("Account"), kind[read.guest]),
        Fact(_("Signing in"), sign_in[read.enabled]),
        Fact(_("Mailbox"), mailbox_words(evidence.mailbox, _)),
        Fact(_("Directory on premises"), directory[read.on_premises_synced]),
        Fact(_("Changing photos"), changes[read.changes_restricted]),
        Fact(_("Exchange Online"), exchange[read.exchange_enabled]),
        *profile_facts(evidence.profile, _("there is none of this person"), _),
    )


def read_at_words(moment: str, _: Gettext) -> str:
    """Say when it was read."""
    return _("Read on {when}. The person is not told now, and can ask who looked.").format(
        when=moment
    )


def _of_account(_: Gettext) -> dict[Cause, str]:
    return {
        Cause.GUEST: _("A guest: no photo comes along from the home organisation."),
        Cause.EXTERNAL_MEMBER: _(
            "An external member (#EXT# in the name, userType Member): no photo comes along from "
            "the home organisation."
        ),
        Cause.SHARED_MAILBOX: _(
            "Looks like a shared or resource mailbox: an address, no licence, sign-in blocked. "
            "That is as it should be. Nobody opens SharePoint with it, so it pulls no photo."
        ),
        Cause.SIGN_IN_BLOCKED: _(
            "Sign-in is blocked (accountEnabled is false). SharePoint leaves such accounts out."
        ),
        Cause.EXCHANGE_DISABLED: _(
            "The enterprise application Office 365 Exchange Online is disabled, so that photos "
            "probably get no further."
        ),
        Cause.CHANGES_RESTRICTED: _(
            "photoUpdateSettings restrict who may change photos, or where. A change may be refused."
        ),
        Cause.NO_PROFILE: _(
            "SharePoint has no profile of this person. It makes one when they first open "
            "SharePoint or OneDrive."
        ),
        Cause.MAILBOX_ON_PREMISES: _(
            "Exchange Online doesn't hold the mailbox, which is probably on premises. SharePoint "
            "pulls photos from Exchange Online alone, so probably not this one."
        ),
        Cause.NO_MAILBOX: _(
            "There's no Exchange Online mailbox. SharePoint pulls photos from Exchange Online "
            "alone, so probably not this one."
        ),
    }


def _of_copies(_: Gettext) -> dict[Cause, str]:
    return {
        Cause.NO_PHOTO: _("Microsoft 365 has no photo, so there's nothing to sync."),
        Cause.PLACEHOLDER_STORED: _(
            "A placeholder is stored as a photo: the grey figure, a blank picture or initials."
        ),
        Cause.SYNC_FROZEN: _(
            "SPS-PictureExchangeSyncState is 0, so that SharePoint keeps its picture and pulls "
            "none. Usually a picture was put there by hand or by a tool."
        ),
        Cause.CUSTOM_PICTURE: _(
            "PictureURL leads elsewhere than to the three thumbnails in User Photos, so the "
            "picture was not compared."
        ),
        Cause.SHAREPOINT_EMPTY: _(
            "SharePoint shows no photo: none is stored, or SPS-PicturePlaceholderState hides it. "
            "It pulls when the person opens SharePoint, at most once in 24 hours."
        ),
        Cause.SHAREPOINT_OLD: _(
            "SharePoint holds another picture than Microsoft 365. It pulls when the person opens "
            "SharePoint, at most once in 24 hours, and has not pulled this one yet."
        ),
        Cause.SHAREPOINT_PARTLY_OLD: _(
            "Some of SharePoint's thumbnails are missing or show another picture."
        ),
        Cause.ALL_IN_SYNC: _(
            "Every copy is right. Where another picture is seen, that app or browser has probably "
            "kept it."
        ),
    }


def _possible(_: Gettext) -> dict[Cause, str]:
    return {
        Cause.CHANGES_RESTRICTED: _(
            "photoUpdateSettings restrict who may change photos, or where. It matters where the "
            "photo in Microsoft 365 is not the one that the person wants."
        ),
        Cause.UPLOAD_REFUSED: _(
            "An upload was refused: Microsoft 365 takes JPEG and PNG of up to 4 MB, and keeps no "
            "trace of what it refused."
        ),
        Cause.OUTLOOK_POLICY: _(
            "An Outlook on the web mailbox policy forbids photo changes in Outlook and Teams, or "
            "keeps a new photo out of Teams."
        ),
        Cause.DIRECTORY_PICTURE_SHOWN: _(
            "Office on premises shows thumbnailPhoto of Active Directory, which Microsoft 365 "
            "never changes."
        ),
        Cause.DIRECTORY_PICTURE_TOO_LARGE: _(
            "thumbnailPhoto in Active Directory is larger than 100 kilobytes."
        ),
        Cause.CHANGED_IN_BOTH: _(
            "Active Directory puts its picture back: where photos are changed there and in the "
            "cloud, Microsoft doesn't promise which one wins."
        ),
        Cause.MAILBOX_ON_PREMISES: _("The mailbox is on premises, where SharePoint pulls nothing."),
        Cause.PICTURE_NOT_EDITABLE: _(
            "The property Picture of SharePoint's user profiles can't be edited by people, so that "
            "SharePoint pulls none."
        ),
        Cause.PROFILE_DISCONNECTED: _(
            "SharePoint's profile is disconnected from the account, which only Microsoft can mend."
        ),
    }
