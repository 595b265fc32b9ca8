"""Words on pictures that stay in SharePoint under another name."""

from bot.results.sync_texts import left_words


def untranslated(words: str) -> str:
    return words


def test_files_that_stay_are_named_as_they_are_called() -> None:
    said = left_words(("/User Photos/Profilbilder/old_name_SThumb.jpg",), untranslated)
    assert "old\\_name\\_SThumb.jpg" in said
    assert "Profilbilder" not in said


def test_nothing_is_said_where_nothing_stays() -> None:
    assert left_words((), untranslated) == ""
