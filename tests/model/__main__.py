"""Plays all states of the model, or one of them again, and tells of every false claim."""

import argparse
import asyncio
import logging
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from tests.model.company import open_company
from tests.model.every_state import every_state
from tests.model.judge import failures, false_claims
from tests.model.play import Played, players
from tests.model.state import State, number_of, state_of


async def main(states: Sequence[State], *, aloud: bool) -> int:
    """Play the states; 0 where every claim was true and every fix came that could."""
    began, claims, missed = time.monotonic(), 0, 0
    with TemporaryDirectory() as folder:
        async with open_company(Path(folder)) as company, players(company) as table:
            for state in states:
                played = await table.play(state)
                if aloud:
                    tell(state, played)
                untrue, short = list(false_claims(state, played)), list(failures(state, played))
                claims, missed = claims + len(untrue), missed + len(short)
                for kind, found in (("FALSE CLAIM", untrue), ("FELL SHORT", short)):
                    for words in found:
                        print(f"{kind}: {words}\n  {replay(state)}")
    seconds = time.monotonic() - began
    print(f"{len(states)} states, {claims} false claims, {missed} fell short, {seconds:.0f} s")
    return 1 if claims or missed else 0


def replay(state: State) -> str:
    """The state in words, and how to play it again."""
    return f"{state}\n  python -m tests.model --state {number_of(state)}"


def tell(state: State, played: Played) -> None:
    """Show a conversation, and then what its rival was shown."""
    print(state)
    for screen in (*played.screens, *played.rival.screens):
        print(f"\n{screen.shown.summary}\n  kept: {screen.evidence}\n  true: {screen.truth}")


def states_asked_for(arguments: Sequence[str]) -> tuple[State, ...]:
    """One state by its number, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.model", description=__doc__)
    parser.add_argument("--state", type=int, help="the number of one state")
    number = parser.parse_args(arguments).state
    return every_state() if number is None else (state_of(number),)


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    wanted = states_asked_for(sys.argv[1:])
    sys.exit(asyncio.run(main(wanted, aloud=len(wanted) == 1)))
