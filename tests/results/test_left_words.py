"""Words on pictures that stay in SharePoint under another name."""

from bot.core.failures import FailureReason
from bot.photos.library import Thumbnails
from bot.photos.readings import NotRead, Size
from bot.results.sync_texts import left_words
from bot.use_cases.former import NO_FORMER_FILES, FormerFile, FormerFiles

PLACE = Thumbnails("https://contoso-my", "/User Photos/Profilbilder", "old_name")


def untranslated(words: str) -> str:
    return words


def test_files_that_stay_are_named_as_they_are_called() -> None:
    [said] = left_words(FormerFiles((FormerFile(PLACE, Size.S),)), untranslated)
    assert "old\\_name\\_SThumb.jpg" in said
    assert "Profilbilder" not in said
    assert "nothing proves that they are yours" in said


def test_files_that_are_provably_the_readers_are_named_apart() -> None:
    files = FormerFiles((FormerFile(PLACE, Size.S, '"1"'), FormerFile(PLACE, Size.L)))
    mine, others = left_words(files, untranslated)
    assert ("SThumb" in mine, "LThumb" in mine, "yours" in mine) == (True, False, True)
    assert ("SThumb" in others, "LThumb" in others) == (False, True)


def test_where_not_all_could_be_looked_for_it_is_said_why() -> None:
    unread = NotRead(FailureReason.TIMED_OUT)
    [mine, rest] = left_words(
        FormerFiles((FormerFile(PLACE, Size.S, '"1"'),), unread), untranslated
    )
    assert "SThumb" in mine
    assert "I couldn't look for all of them. The service did not answer in time." in rest


def test_nothing_is_said_where_nothing_stays() -> None:
    assert left_words(NO_FORMER_FILES, untranslated) == ()
