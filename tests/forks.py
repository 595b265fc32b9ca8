"""Processes that are forked from one that has imported everything.

They start at once on a busy machine too: to import the bot and what it learned takes three seconds.
"""

from multiprocessing import get_context

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(
    ["tests.shaken", "tests.preloaded", "tests.outbox.sender_process", "tests.scenarios.forked"]
)
