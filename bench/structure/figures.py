"""The figures that can be read from the files alone."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.structure.imports import importers
from bench.structure.source import TREES, Module

SHORT = 30
BEHAVIOURS = "bot/behaviours/"
# Every behaviour has these files, and what they hold is named alike on purpose.
REPEATED_FILES = ("/behaviour.py", "/view.py", "/texts.py")


@dataclass(frozen=True)
class Size:
    """How large one folder is.

    Attributes:
        files: those with code; a file that only marks a package is none.
        lines: all lines, also those without code.
        code: lines without comments, docstrings and blanks.
        comments: lines with nothing but a comment.
        comment_share: of all lines, from 0 to 1.
    """

    files: int
    lines: int
    code: int
    comments: int
    comment_share: float


@dataclass(frozen=True)
class Figures:
    """What the files of a checkout say of its structure.

    Attributes:
        sizes: by folder.
        short_files: how many files with code have under thirty lines, counted as an editor does.
        short_files_with_one_importer: their paths; importers are looked for in the three folders.
        files_with_one_importer: how many files with code, short or not, only one other imports.
        repeated_names: public classes and functions that several modules of `bot/` define at their
            top level, with the paths of these. Functions of a behaviour's `behaviour.py`, `view.py`
            and `texts.py` are left out.
    """

    sizes: Mapping[str, Size]
    short_files: int
    short_files_with_one_importer: Sequence[str]
    files_with_one_importer: int
    repeated_names: Mapping[str, Sequence[str]]


def figures_of(modules: Sequence[Module]) -> Figures:
    """Count what the modules of a checkout hold."""
    by = importers(modules)
    with_code = [module for module in modules if module.code]
    short = [module for module in with_code if module.lines < SHORT]
    return Figures(
        {tree: _size([each for each in with_code if each.folder == tree]) for tree in TREES},
        len(short),
        [module.path for module in short if len(by[module.name]) == 1],
        sum(len(by[module.name]) == 1 for module in with_code),
        repeated_names([module for module in modules if module.folder == "bot"]),
    )


def repeated_names(modules: Sequence[Module]) -> dict[str, list[str]]:
    """Public names that several modules define, and the paths of these."""
    found: dict[str, list[str]] = {}
    for module in modules:
        for name in dict.fromkeys(_public_names(module)):
            found.setdefault(name, []).append(module.path)
    return {name: paths for name, paths in sorted(found.items()) if len(paths) > 1}


def _public_names(module: Module) -> Iterator[str]:
    names = [node.name for node in module.tree.body if isinstance(node, ast.ClassDef)]
    if not (module.path.startswith(BEHAVIOURS) and module.path.endswith(REPEATED_FILES)):
        functions = ast.FunctionDef | ast.AsyncFunctionDef
        names += [node.name for node in module.tree.body if isinstance(node, functions)]
    return (name for name in names if not name.startswith("_"))


def _size(modules: Sequence[Module]) -> Size:
    lines = sum(module.lines for module in modules)
    comments = sum(module.comments for module in modules)
    code = sum(module.code for module in modules)
    return Size(len(modules), lines, code, comments, comments / lines if lines else 0.0)
