from pathlib import Path

import pytest

from bench.structure.figures import Size, figures_of, repeated_names
from bench.structure.imports import importers
from bench.structure.source import Module, read_module


def modules(**files: str) -> list[Module]:
    """Modules by path, with `__` for a slash."""
    return [
        read_module(Path(path.replace("__", "/") + ".py"), text) for path, text in files.items()
    ]


@pytest.mark.parametrize(
    "text",
    [
        "import bot.one",
        "import bot.one as other",
        "from bot import one",
        "from bot.one import name",
        "from . import one",
        "from .one import name",
        "def act():\n    from bot.one import name",
        "if True:\n    from bot.one import name",
    ],
)
def test_an_import_is_found_in_whatever_form_and_wherever_it_is(text: str) -> None:
    assert importers(modules(bot__one="", bot__two=text))["bot.one"] == {"bot.two"}


def test_a_relative_import_of_a_package_begins_in_it() -> None:
    package = read_module(Path("bot/part/__init__.py"), "from .one import name")
    deeper = read_module(Path("bot/part/two.py"), "from ..other import name")
    found = importers([package, deeper, *modules(bot__part__one="", bot__other="")])
    assert found["bot.part.one"] == {"bot.part"}
    assert found["bot.other"] == {"bot.part.two"}


def test_a_name_out_of_a_package_is_an_import_of_the_package_alone() -> None:
    package = read_module(Path("bot/part/__init__.py"), "from bot.part.one import name")
    found = importers(
        [package, *modules(bot__part__one="", bot__two="from bot.part import name, one")]
    )
    assert found == {
        "bot.part": {"bot.two"},
        "bot.part.one": {"bot.part", "bot.two"},
        "bot.two": set(),
    }


def test_short_files_and_files_with_one_importer_are_counted() -> None:
    long = "name = 1\n" * 30
    found = figures_of(
        modules(
            bot__short="name = 1\n",
            bot__shared=long,
            bot__long=long + "from bot import short, shared",
            cards__main="import bot.long, bot.shared",
        )
    )
    assert found.short_files == 2
    assert found.short_files_with_one_importer == ["bot/short.py"]
    assert found.files_with_one_importer == 2


def test_a_file_without_code_marks_a_package_and_is_not_counted() -> None:
    found = figures_of([*modules(bot__some='"""A module."""\n# why\nname = 1\n\n', bot__empty="")])
    assert found.sizes["bot"] == Size(files=1, lines=4, code=1, comments=1, comment_share=0.25)
    assert found.sizes["cards"] == Size(0, 0, 0, 0, 0.0)
    assert found.short_files == 1


def test_a_public_name_that_two_modules_define_is_listed_with_both() -> None:
    one = "class Some: ...\nasync def act(): ...\ndef _hidden(): ...\nname = 1\n"
    two = one + "def other():\n    def inner(): ...\n"
    assert repeated_names(modules(bot__one=one, bot__two=two)) == {
        "Some": ["bot/one.py", "bot/two.py"],
        "act": ["bot/one.py", "bot/two.py"],
    }


def test_what_one_module_defines_twice_is_defined_by_one() -> None:
    assert repeated_names(modules(bot__one="def act(): ...\ndef act(): ...\n")) == {}


def test_behaviours_may_name_their_functions_alike_and_not_their_classes() -> None:
    text = "class Some: ...\ndef act(): ...\n"
    paths = ["bot/behaviours/sync/view.py", "bot/behaviours/undo/view.py"]
    found = repeated_names([read_module(Path(path), text) for path in paths])
    assert found == {"Some": paths}


def test_other_files_of_behaviours_and_views_elsewhere_may_not() -> None:
    paths = ["bot/behaviours/sync/offer.py", "bot/results/view.py"]
    found = repeated_names([read_module(Path(path), "def act(): ...") for path in paths])
    assert found == {"act": paths}
