"""Whether what was said is true, and whether it led where it could."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import pairwise

from bot.photos.copies import CopyState
from bot.photos.verdict import Verdict
from tests.model.company import NEW, RIVALS_NEW
from tests.model.expected import (
    HARMLESS,
    can_have_everywhere,
    can_remove_everywhere,
    fix_is_possible,
    next_steps,
)
from tests.model.play import Played
from tests.model.rivals import CUT_OFF, UNDER_WAY
from tests.model.screen import Screen
from tests.model.state import Account, Former, Mischief, Rival, State, Wish
from tests.model.truth import BROKEN, SIZES, Truth, is_photo

FIXED = "Done! SharePoint now has this photo"
NEW_EVERYWHERE = "Done! Your new photo is in both places"
BOTH = "Done! Both places now have this photo"
DONE = frozenset({FIXED, NEW_EVERYWHERE, BOTH})
SAYS_RIGHT = DONE | {"Your photo is the same everywhere", "Nothing had to be done"}
REMOVED = "Done! Your photo is removed"
FORMER_REMOVED = "Done! Your old pictures are removed"
FORMER_LEFT = "Not all old pictures are removed"
NOTHING_TO_REMOVE = "There's no photo of you to remove"
SAYS_NONE = frozenset({"You don't have a photo yet", NOTHING_TO_REMOVE})
SAYS_WRONG = frozenset(
    {
        "Your photo isn't the same everywhere",
        "SharePoint has a different photo of you",
        "SharePoint doesn't have your photo yet",
        "SharePoint isn't showing your photo",
        "SharePoint shows your photo only in places",
        "SharePoint's picture looks like a placeholder",
        "SharePoint's photo is damaged",
        "Only SharePoint has a photo of you",
    }
)
UNDONE = "Done! Everything is as it was before"
SENDS = frozenset({each for each in Rival if each.verb == "replace"})
NEEDS_CAUSE = frozenset({Verdict.DIFFERS, Verdict.NO_PHOTO})
# Where reads are stale, nobody could know that a copy is right by now.
OUTDATED = frozenset({Mischief.STALE, Mischief.STALE_AFTER_CHECK, Mischief.CLOUD_STALE})
# A photo that is changed once it was read is not put back by who undoes what was written after it.
CHANGED = frozenset({Mischief.CHANGED_AFTER_CHECK, Mischief.CHANGED_WHILE_WRITING})


def false_claims(state: State, played: Played) -> Iterator[str]:
    """What was said that the tenant's own knowledge contradicts."""
    screens = played.screens
    yield from _false_claims_of_rival(state, played)
    for screen in screens:
        yield from _false_title(state, screen)
        yield from _false_copies(state, screen)
    for changed, undone in pairwise(screens):
        if undone.title == UNDONE and not _is_as_before(state, changed.before, undone.truth):
            yield f"says that all is as it was, but of {changed.before} it made {undone.truth}"


def _false_claims_of_rival(state: State, played: Played) -> Iterator[str]:
    rival, asked_for = played.rival, replace(state, wish=Wish.FIX)
    for screen in rival.screens:
        yield from _false_title(asked_for, screen)
        yield from _false_copies(state, screen)
        sent = screen.title in DONE and state.rival in SENDS
        if sent and screen.truth.cloud != str(RIVALS_NEW):
            yield f"says “{screen.title}” of the rival's, but the tenant holds {screen.truth}"
    if rival.has_taken:
        yield from _false_claims_without_a_lease(rival.screens[-1], played.screens[-1])


def _false_claims_without_a_lease(last: Screen, stalled: Screen) -> Iterator[str]:
    if stalled.title != CUT_OFF:
        yield f"says “{stalled.title}” without its lease"
    if stalled.truth != last.truth:
        yield f"wrote without its lease: of {last.truth} it made {stalled.truth}"


def failures(state: State, played: Played) -> Iterator[str]:
    """Where a change was possible and did not come, or people were left without a next step."""
    screens, rival = played.screens, played.rival
    yield from _not_told(state, played)
    yield from _taken_without_proof(state, screens)
    if not all(each.truth.colleague_untouched for each in (*screens, *rival.screens)):
        yield "a colleague's copies were changed"
    # Whoever lost the lease has done nothing, and need not have.
    if rival.has_taken:
        return
    match state.wish:
        case Wish.FIX:
            yield from _wrong_next_step(state, screens[0])
            yield from _not_fixed(state, screens)
        case Wish.FIX_AND_UNDO if fix_is_possible(state) and state.mischief in HARMLESS:
            yield from _not_done(DONE, screens)
        case Wish.NEW_PICTURE if can_have_everywhere(state):
            yield from _not_done(DONE, screens)
        case Wish.FORMER if state.rival is Rival.NONE:
            yield from _not_removed(state, screens)
        case Wish.REMOVAL if can_remove_everywhere(state):
            yield from _not_done({REMOVED, *SAYS_NONE}, screens)


def _not_told(state: State, played: Played) -> Iterator[str]:
    """Whether the rival was told what was under way while it was, and not afterwards."""
    rival = played.rival
    if state.rival.stall == 0 and len(rival.screens) > 1:
        *during, after = (screen.title for screen in rival.screens[1:])
        if set(during) - {UNDER_WAY} or after == UNDER_WAY:
            yield f"the rival was told {during} while something was written, and {after} then"


def _taken_without_proof(state: State, screens: Sequence[Screen]) -> Iterator[str]:
    """Whether a former file went that nothing proves to be theirs, or before it was asked for."""
    theirs = {Former.OURS: SIZES, Former.CHANGED: ("M", "L")}.get(state.former, ())
    asked = {"ask_to_remove_former", "remove_former"} & set(state.wish.presses)
    for number, screen in enumerate(screens):
        may_go = theirs if asked and number == len(state.wish.presses) else ()
        gone = screen.before.former - screen.truth.former - set(may_go)
        if gone:
            yield f"took {sorted(gone)} under a former name"


def _not_removed(state: State, screens: Sequence[Screen]) -> Iterator[str]:
    titles = [screen.title for screen in screens]
    if len(screens) < 2 or titles[1] != FIXED or state.mischief not in HARMLESS:
        return
    wanted = {Former.OURS: FORMER_REMOVED, Former.CHANGED: FORMER_LEFT}.get(state.former)
    if wanted and titles[-1] != wanted:
        yield f"former files are not removed; the cards say {titles}"
    if wanted is None and len(screens) > 2:
        yield f"offers to remove what nothing proves; the cards say {titles}"


def _not_fixed(state: State, screens: Sequence[Screen]) -> Iterator[str]:
    if fix_is_possible(state):
        last = screens[-1]
        fixed = any(each.title in SAYS_RIGHT and each.truth.in_sync for each in screens)
        if not fixed or not last.truth.in_sync:
            yield f"not fixed within two taps; the last card says “{last.title}”"
    elif state.account is not Account.GUEST and not screens[0].shown.card.get("actions"):
        yield f"“{screens[0].title}” offers no next step"


def _not_done(wanted: AbstractSet[str], screens: Sequence[Screen]) -> Iterator[str]:
    """Whether the change came, and its way back."""
    titles = [screen.title for screen in screens]
    if wanted.isdisjoint(titles):
        yield f"not done; the cards say {titles}"
    elif screens[-1].offer("undo") or (len(screens) > 2 and titles[-1] != UNDONE):
        yield f"not undone; the cards say {titles}"


def _false_title(state: State, screen: Screen) -> Iterator[str]:
    truth, title = screen.truth, screen.title
    if title in SAYS_RIGHT and not truth.in_sync:
        yield f"says “{title}”, but the tenant holds {truth}"
    if title in DONE and not _is_as_wished(state, truth):
        yield f"says “{title}”, but the tenant holds {truth}"
    known = state.former in {Former.OURS, Former.CHANGED}
    if title in SAYS_NONE and (truth.photo or (known and title == NOTHING_TO_REMOVE)):
        yield f"says “{title}”, but the tenant holds {truth}"
    if title == REMOVED and (truth.photo or truth.left):
        yield f"says “{title}”, but the tenant holds {truth}"
    if title == FORMER_REMOVED and truth.former:
        yield f"says “{title}”, but the tenant holds {truth}"
    if title in SAYS_WRONG and truth.in_sync and state.mischief not in OUTDATED:
        yield f"says “{title}”, but all copies are of one upload and shown"


def _is_as_wished(state: State, truth: Truth) -> bool:
    """Whether what is called fixed is: with the new picture, and with later ones to come."""
    if state.wish is Wish.NEW_PICTURE and truth.cloud != str(NEW):
        return False
    return truth.fetches or state.account in {Account.NO_MAILBOX, Account.ON_PREMISES}


def _is_as_before(state: State, before: Truth, now: Truth) -> bool:
    same_photo = now.cloud == before.cloud or state.mischief in CHANGED
    return same_photo and (now.files, now.shown, now.fetches) == (
        before.files,
        before.shown,
        before.fetches,
    )


def _false_copies(state: State, screen: Screen) -> Iterator[str]:
    """What is said of each copy on a card that shows them side by side."""
    if not screen.is_check_result:
        return
    truth = screen.truth
    if screen.evidence is None:
        yield "shows copies of which nothing was kept"
        return
    for read in screen.evidence.copies:
        size, said = read.copy.size, read.copy.state
        origin = truth.files[size.value] if size else truth.cloud
        same = origin == truth.cloud and origin not in {None, BROKEN}
        if said is CopyState.SAME and not same and state.mischief is not Mischief.CLOUD_STALE:
            yield f"says that {size} is the same, but the tenant holds {truth}"
        if state.mischief in OUTDATED:
            continue
        if said is CopyState.DIFFERS and same:
            yield f"says that {size} differs, but the tenant holds {truth}"
        if said is CopyState.MISSING and is_photo(origin):
            yield f"says that {size} is missing, but the tenant holds {truth}"


def _wrong_next_step(state: State, first: Screen) -> Iterator[str]:
    allowed = next_steps(state)
    remedy = first.evidence.remedy.value if first.evidence else None
    if allowed is not None and remedy not in allowed:
        wanted = " or ".join(sorted(str(each) for each in allowed))
        yield f"the remedy is {remedy}, and not {wanted}"
    evidence = first.evidence
    if evidence and evidence.verdict in NEEDS_CAUSE and not evidence.causes:
        yield "no cause is given"
