"""The state of somebody's photo in an administrator's words, for agents and the command line."""

from bot.chat.language import Gettext
from bot.photos.causes import Party, Remedy
from bot.photos.diagnose import Diagnosis
from bot.photos.readings import NotRead
from bot.photos.verdict import Verdict
from bot.results.record import Evidence, FactsRead, ProfileRead
from bot.texts.agent_copies import agent_why
from bot.texts.joining import both
from bot.use_cases.sync import Ending
from cards.views import Fact


def agent_verdict(verdict: Verdict, _: Gettext) -> str:
    """State the verdict in a sentence."""
    return {
        Verdict.IN_SYNC: _("In sync: Microsoft 365 and every size in SharePoint match."),
        Verdict.DIFFERS: _("Not in sync: Microsoft 365 and SharePoint differ."),
        Verdict.NO_PHOTO: _("No photo: neither Microsoft 365 nor SharePoint has one."),
        Verdict.UNSURE: _("Not known: not every copy could be read or compared."),
    }[verdict]


def agent_remedy(remedy: Remedy, _: Gettext, *, may_sync: bool, has_case: bool) -> str:
    """Name the next step, and who takes it.

    `may_sync` tells whether an agent can sync for the person, and `has_case` whether they see this
    on the card of a case, where they do so.
    """
    write = _("Photobot can sync: write the Microsoft 365 photo into SharePoint and read it back.")
    if not may_sync:
        who = _(
            "The person does it in their chat with Photobot, or an administrator with python -m "
            "bot sync."
        )
    elif has_case:
        who = _("The person does it in their chat with Photobot, or you press Sync for them.")
    else:
        who = _(
            "The person does it in their chat with Photobot: send them photo help. On the card of "
            "their case you can also press Sync for them."
        )
    return {
        Remedy.REPAIR: both(write, who, _),
        Remedy.ADD_PHOTO: _("The person adds a photo in My Account; then it can be synced."),
        Remedy.VISIT_SHAREPOINT: _(
            "The person opens their profile in SharePoint, which makes it pull the photo. Photobot "
            "shows them the steps."
        ),
        Remedy.ASK_SUPPORT: _(
            "An administrator puts the photo into SharePoint. It probably won't arrive otherwise."
        ),
        Remedy.ASK_ADMINISTRATOR: _("Only an administrator can change this."),
        Remedy.ASK_FOR_PERMISSION: _(
            "An administrator enables Photobot to read the Microsoft 365 photo. Until then "
            "there's nothing to compare."
        ),
        Remedy.ASK_ABOUT_REJECTION: _(
            "Microsoft 365 rejects the request for the photo, with the code above. Waiting won't "
            "help. This was reported for accounts without a mailbox."
        ),
        Remedy.CLEAR_CACHES: _(
            "There's nothing to write. The person looks in a private browser window. If the photo "
            "is right there, the app has probably kept an old one: sign out of it and in again."
        ),
        Remedy.CHECK_AGAIN: _("Check again in a few minutes."),
    }[remedy]


def agent_wait(diagnosis: Diagnosis, _: Gettext) -> str:
    """Say how long it takes until the remedy shows; empty where there is nothing to wait for."""
    if diagnosis.wait is not None:
        return _("It can take up to {hours} hours.").format(hours=diagnosis.wait)
    if diagnosis.causes and diagnosis.remedy.actor is Party.ADMINISTRATOR:
        return _("Microsoft doesn't document how long it takes after that.")
    return ""


def agent_ending(ending: Ending, _: Gettext) -> str:
    """Say how a sync ended."""
    return {
        Ending.FIXED: _("Synced: every copy was read back, and all match now."),
        Ending.NOTHING_TO_DO: _("Nothing was written: every copy was right already."),
        Ending.UNCHECKED: _(
            "Written, but not every copy could be read back. The result isn't known yet."
        ),
        Ending.NOT_FIXED: _("Not synced: not every copy is right afterwards."),
        Ending.NOT_POSSIBLE: _("Nothing was written: a sync wasn't possible."),
        Ending.PHOTO_CHANGED: _("Nothing was written: the photo changed meanwhile."),
        Ending.CUT_OFF: _(
            "The sync was interrupted, and something else may have changed the photo. How it "
            "ended isn't known."
        ),
    }[ending]


def agent_facts(evidence: Evidence, _: Gettext) -> tuple[Fact, ...]:
    """List what matters to a photo of account, organisation and SharePoint's profile."""
    read = evidence.facts
    unknown: dict[bool | None, str] = {None: _("not known")}
    sign_in = unknown | {True: _("allowed"), False: _("blocked")}
    directory = unknown | {True: _("feeds this account"), False: _("doesn't feed this account")}
    changes = unknown | {True: _("restricted"), False: _("open to everybody, in the cloud")}
    exchange = unknown | {True: _("enabled"), False: _("disabled")}
    return (
        Fact(_("Account"), _account(read, _)),
        Fact(_("Signing in"), sign_in[read.enabled]),
        Fact(_("Mailbox"), _mailbox(evidence.mailbox, _)),
        Fact(_("Directory on premises"), directory[read.on_premises_synced]),
        Fact(_("Photo changes"), changes[read.changes_restricted]),
        Fact(_("Exchange Online"), exchange[read.exchange_enabled]),
        *_profile(evidence.profile, _),
    )


def _account(read: FactsRead, _: Gettext) -> str:
    if read.guest is None:
        return _("not known")
    if read.guest:
        return _("guest")
    if read.external_member:
        return _("external member (#EXT#)")
    return _("member")


def _mailbox(mailbox: bool | NotRead | None, _: Gettext) -> str:
    if isinstance(mailbox, NotRead):
        return agent_why(mailbox, _)
    return {
        True: _("in Exchange Online"),
        False: _("none in Exchange Online"),
        None: _("not known"),
    }[mailbox]


def _profile(profile: ProfileRead | NotRead, _: Gettext) -> tuple[Fact, ...]:
    if isinstance(profile, NotRead):
        return (Fact(_("SharePoint profile"), agent_why(profile, _)),)
    if not profile.found:
        return (Fact(_("SharePoint profile"), _("none")),)
    pulls = _("off: it keeps its picture") if profile.frozen else _("not switched off")
    shows = _("off or never set: a placeholder shows") if profile.hidden else _("on")
    return Fact(_("SharePoint pulls photos"), pulls), Fact(_("SharePoint shows the photo"), shows)


def read_at_words(moment: str, _: Gettext) -> str:
    """Say when it was read."""
    return _("Read on {when}. The person isn't told now, but can ask who looked.").format(
        when=moment
    )
