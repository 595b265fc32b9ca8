"""What can come of a state, from the rules of the services alone (docs/photo-sync.md)."""

from tests.model.grants import can_change_photo, can_find, can_read, can_read_rules, can_repair
from tests.model.state import Account, Address, Cloud, File, Former, Mischief, Profile, Rules, State

PASSING = frozenset(
    {
        Mischief.NONE,
        Mischief.THROTTLED_AT_FIRST,
        Mischief.CHANGED_AFTER_CHECK,
        Mischief.CHANGED_WHILE_WRITING,
    }
)
HARMLESS = frozenset({Mischief.NONE, Mischief.THROTTLED_AT_FIRST})
RULES_AGAINST = frozenset({Rules.ON_PREMISES, Rules.ROLES, Rules.ROLES_BIND})
NO_MAILBOX = frozenset({Account.NO_MAILBOX, Account.ON_PREMISES})
PHOTOS = frozenset({File.SAME, File.ANOTHER})
# A picture is not judged: where somebody has no photo, Microsoft 365 holds none.
UPLOADED = {Cloud.PHOTO: File.SAME, Cloud.PLACEHOLDER: File.PLACEHOLDER}


def fix_is_possible(state: State) -> bool:
    """Whether all copies can be made the same with what was granted, and are not yet."""
    if state.account is Account.GUEST or state.mischief not in PASSING or is_in_sync(state):
        return False
    if state.cloud in UPLOADED:
        return can_repair(state.grant) and state.profile is not None
    return can_adopt(state)


def can_have_everywhere(state: State) -> bool:
    """Whether a new picture can be written to every place, and nothing hinders it."""
    return _can_change_everything(state) and state.profile is not None


def can_remove_everywhere(state: State) -> bool:
    """Whether every copy can go, and all are surely the person's own."""
    strange = {Address.ELSEWHERE, Address.NEIGHBOUR}
    named = state.profile is not None and state.profile.address in strange
    # They are named after a removal, which is not called complete then.
    former = state.former in {Former.OURS, Former.CHANGED}
    return _can_change_everything(state) and not (named or former)


def _can_change_everything(state: State) -> bool:
    granted = can_change_photo(state.grant) and can_repair(state.grant)
    allowed = state.rules not in RULES_AGAINST and state.account is not Account.GUEST
    return granted and allowed and state.mischief in HARMLESS


def can_adopt(state: State) -> bool:
    """Whether SharePoint's picture is the only one, and may become the Microsoft 365 photo.

    Where only holders of some roles may change photos, that is not tried as an application.
    """
    shows = state.profile is not None and _is_shown(state.profile)
    own = state.files[2] in PHOTOS and shows and state.cloud not in UPLOADED
    alike = len(set(state.files)) == 1 or can_repair(state.grant)
    allowed = can_change_photo(state.grant) and state.rules not in RULES_AGAINST
    return own and alike and allowed


def is_in_sync(state: State) -> bool:
    """Whether every copy is right from the start."""
    same = set(state.files) == {UPLOADED.get(state.cloud)}
    return same and state.profile is not None and _is_shown(state.profile)


def next_steps(state: State) -> frozenset[str | None] | None:
    """The remedies that are right for the first answer; None where the model has no opinion."""
    if state.account is Account.GUEST or not can_find(state.grant):
        return frozenset({None})
    if state.mischief not in PASSING or not can_read(state.grant):
        return None
    if state.cloud not in UPLOADED:
        return frozenset({"ask_administrator" if _is_administrators(state) else "add_photo"})
    if is_in_sync(state) and not _is_frozen(state):
        return frozenset({"clear_caches"})
    if state.profile is not None and can_repair(state.grant):
        return frozenset({"repair"})
    return frozenset({_without_writing(state)})


def _without_writing(state: State) -> str:
    profile = state.profile
    if is_in_sync(state):
        return "ask_administrator" if _is_frozen(state) else "clear_caches"
    if _blocks(state):
        return "ask_administrator"
    if profile is None:
        return "visit_sharepoint"
    if state.account in NO_MAILBOX or profile.sync == "0":
        return "ask_support"
    return "visit_sharepoint"


def _is_administrators(state: State) -> bool:
    """Whether only an administrator can let there be a photo, as far as may be read."""
    known = can_read_rules(state.grant)
    return _blocks(state) or (known and state.rules in RULES_AGAINST)


def _blocks(state: State) -> bool:
    """Whether the account may not sign in, so that its owner can mend nothing."""
    return state.account is Account.BLOCKED


def _is_frozen(state: State) -> bool:
    """Whether the sync is off though it could be on, so that later photos don't arrive."""
    off = state.profile is not None and state.profile.sync == "0"
    return off and state.account not in NO_MAILBOX


def _is_shown(profile: Profile) -> bool:
    own = profile.address in (Address.OWN, Address.GUID)
    return own and profile.placeholder == "0"
