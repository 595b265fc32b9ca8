"""What a process does once it is up."""

import gc

from bot.commands.serve import keep_out_of_collections


def test_what_is_built_at_the_start_is_not_walked_by_later_collections() -> None:
    try:
        keep_out_of_collections()
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()
