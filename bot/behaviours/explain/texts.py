"""Words for the facts of account and organisation that a check read."""

from bot.chat.language import Gettext
from bot.results.record import FactsRead
from cards.views import Fact


def account_facts(read: FactsRead, _: Gettext) -> tuple[Fact, ...]:
    """List each fact that matters to a photo; “not known” where it was not read."""
    unknown: dict[bool | None, str] = {None: _("not known")}
    kind = unknown | {True: _("a guest"), False: _("a member of your organisation")}
    sign_in = unknown | {True: _("allowed"), False: _("blocked")}
    directory = unknown | {
        True: _("it feeds your account"),
        False: _("it does not feed your account"),
    }
    changes = unknown | {True: _("restricted"), False: _("everybody may, in the cloud")}
    exchange = unknown | {True: _("switched on"), False: _("switched off")}
    return (
        Fact(_("Account"), kind[read.guest]),
        Fact(_("Signing in"), sign_in[read.enabled]),
        Fact(_("Directory on premises"), directory[read.on_premises_synced]),
        Fact(_("Changing photos"), changes[read.changes_restricted]),
        Fact(_("Exchange Online"), exchange[read.exchange_enabled]),
    )
