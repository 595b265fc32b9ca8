"""Whether what was said is true, and whether it led where it could."""

from collections.abc import Iterator, Sequence

from tests.model.expected import fix_is_possible, next_steps
from tests.model.play import Screen
from tests.model.state import Account, Mischief, State
from tests.model.truth import is_photo

SAYS_RIGHT = frozenset({"Your photo is the same everywhere", "Fixed", "Nothing had to be done"})
SAYS_NONE = "There is no photo of you"
SAYS_WRONG = "Your photo is not the same everywhere"
# Where reads are stale, nobody could know that a copy is right by now.
OUTDATED = frozenset({Mischief.STALE, Mischief.STALE_AFTER_CHECK})


def false_claims(state: State, screens: Sequence[Screen]) -> Iterator[str]:
    """What was said that the tenant's own knowledge contradicts."""
    for screen in screens:
        yield from _false_title(state, screen)
        yield from _false_copies(state, screen)


def failures(state: State, screens: Sequence[Screen]) -> Iterator[str]:
    """Where a fix was possible and did not come, or where people were left without a next step."""
    last = screens[-1]
    if fix_is_possible(state):
        fixed = any(each.title in SAYS_RIGHT and each.truth.in_sync for each in screens)
        if not fixed or not last.truth.in_sync:
            yield f"not fixed within two taps; the last card says “{last.title}”"
    elif state.account is not Account.GUEST and not screens[0].reply.card.get("actions"):
        yield f"“{screens[0].title}” offers no next step"
    if not last.truth.colleague_untouched:
        yield "a colleague's copies were changed"
    yield from _wrong_next_step(state, screens[0])


def _false_title(state: State, screen: Screen) -> Iterator[str]:
    truth, title = screen.truth, screen.title
    if title in SAYS_RIGHT and not truth.in_sync:
        yield f"says “{title}”, but the tenant holds {truth}"
    if title == SAYS_NONE and truth.photo:
        yield f"says “{title}”, but the tenant holds {truth}"
    if title == SAYS_WRONG and truth.in_sync and state.mischief not in OUTDATED:
        yield f"says “{title}”, but all copies are of one upload and shown"


def _false_copies(state: State, screen: Screen) -> Iterator[str]:
    """What is said of each copy on a card that shows them side by side."""
    if not screen.is_checkup:
        return
    truth = screen.truth
    for read in screen.facts["copies"]:
        size, said = read["copy"]["size"], read["copy"]["state"]
        origin = truth.files[size] if size else truth.cloud
        same = origin == truth.cloud and is_photo(origin)
        if said == "same" and not same:
            yield f"says that {size} is the same, but the tenant holds {truth}"
        if state.mischief in OUTDATED:
            continue
        if said == "differs" and same:
            yield f"says that {size} differs, but the tenant holds {truth}"
        if said == "missing" and is_photo(origin):
            yield f"says that {size} is missing, but the tenant holds {truth}"


def _wrong_next_step(state: State, first: Screen) -> Iterator[str]:
    allowed = next_steps(state)
    remedy = first.facts.get("remedy")
    if allowed is not None and remedy not in allowed:
        wanted = " or ".join(sorted(str(each) for each in allowed))
        yield f"the remedy is {remedy}, and not {wanted}"
    if first.facts.get("verdict") in {"differs", "no_photo"} and not first.facts["causes"]:
        yield "no cause is given"
