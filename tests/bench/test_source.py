from pathlib import Path
from textwrap import dedent

import pytest

from bench.structure.source import Module, modules_of, read_module


def module(text: str, path: str = "bot/some.py") -> Module:
    return read_module(Path(path), dedent(text))


def test_comments_docstrings_and_blank_lines_are_no_code() -> None:
    counted = module(
        '''\
        """A module
        in two lines."""

        # Why.
        class Some:
            """A class."""

            async def act(self) -> None:
                """Act."""
                return  # at once
        '''
    )
    assert (counted.lines, counted.code, counted.comments) == (10, 3, 1)


def test_every_line_of_a_text_that_is_no_docstring_is_code() -> None:
    counted = module(
        '''\
        WORDS = """
        one

        # two
        """
        '''
    )
    assert (counted.code, counted.comments) == (5, 0)


def test_a_docstring_beside_code_does_not_hide_it() -> None:
    assert module('def act() -> None: "Act."\n').code == 1


def test_an_empty_file_has_no_code() -> None:
    assert (module("").lines, module("").code) == (0, 0)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("bot/__init__.py", "bot"),
        ("bot/photos/__init__.py", "bot.photos"),
        ("bot/photos/compare.py", "bot.photos.compare"),
    ],
)
def test_a_module_has_the_name_that_one_imports(path: str, name: str) -> None:
    assert module("", path).name == name


def test_what_npm_fetched_and_what_lies_elsewhere_is_not_read(tmp_path: Path) -> None:
    for path in ("bot/some.py", "simulation/page/node_modules/other.py", "tests/third.py"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).touch()
    assert [each.path for each in modules_of(tmp_path)] == ["bot/some.py"]
