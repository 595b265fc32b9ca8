"""The Python files of a checkout, and how many of their lines are code or comments."""

import ast
import io
import tokenize
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

TREES = ("bot", "cards", "simulation")
_LAYOUT = frozenset(
    {
        tokenize.COMMENT,
        tokenize.DEDENT,
        tokenize.ENCODING,
        tokenize.ENDMARKER,
        tokenize.INDENT,
        tokenize.NEWLINE,
        tokenize.NL,
    }
)
_WITH_DOCSTRING = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file.

    Attributes:
        name: as one imports it; that of a package for its `__init__.py`.
        path: relative to the checkout.
        lines: all of them, as an editor counts.
        code: lines with code; comments, docstrings and blank lines are none.
        comments: lines with nothing but a comment.
    """

    name: str
    path: str
    tree: ast.Module
    lines: int
    code: int
    comments: int

    @property
    def folder(self) -> str:
        """The first part of its name."""
        return self.name.partition(".")[0]

    @property
    def is_package(self) -> bool:
        """Whether other modules lie in it."""
        return self.path.endswith("__init__.py")


def modules_of(checkout: Path) -> list[Module]:
    """Read every file of `bot/`, `cards/` and `simulation/`, by name; raises SyntaxError."""
    paths = (path for tree in TREES for path in (checkout / tree).rglob("*.py"))
    inside = (path.relative_to(checkout) for path in paths)
    return [
        read_module(path, (checkout / path).read_text(encoding="utf-8"))
        for path in sorted(inside)
        if "node_modules" not in path.parts
    ]


def read_module(path: Path, text: str) -> Module:
    """Count the lines of one file; the path is relative to the checkout."""
    tree = ast.parse(text, str(path))
    parts = path.with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    docstrings = set(_docstrings(tree))
    code = _lines(
        token for token in tokens if token.type not in _LAYOUT and token.start not in docstrings
    )
    comments = _lines(token for token in tokens if token.type == tokenize.COMMENT) - code
    return Module(name, path.as_posix(), tree, len(text.splitlines()), len(code), len(comments))


def _docstrings(tree: ast.Module) -> Iterable[tuple[int, int]]:
    """Where each docstring begins: line and column."""
    for node in ast.walk(tree):
        if isinstance(node, _WITH_DOCSTRING) and ast.get_docstring(node, clean=False) is not None:
            yield node.body[0].lineno, node.body[0].col_offset


def _lines(tokens: Iterable[tokenize.TokenInfo]) -> set[int]:
    return {line for token in tokens for line in range(token.start[0], token.end[0] + 1)}
