"""Which modules import which, wherever in a file the import stands."""

import ast
from collections.abc import Collection, Iterator, Sequence

from bench.structure.source import Module


def importers(modules: Sequence[Module]) -> dict[str, set[str]]:
    """For each module, those that import it.

    `from package import module` imports the module, and `from package import name` the package's
    `__init__.py`.
    """
    found: dict[str, set[str]] = {module.name: set() for module in modules}
    for module in modules:
        for imported in _imported(module, found.keys()):
            if imported != module.name:
                found[imported].add(module.name)
    return found


def _imported(module: Module, known: Collection[str]) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(module, node)
            for alias in node.names:
                inner = f"{origin}.{alias.name}"
                yield from [name for name in (inner, origin) if name in known][:1]


def _origin(module: Module, node: ast.ImportFrom) -> str:
    """What stands after `from`, as an absolute name."""
    if not node.level:
        return node.module or ""
    parts = module.name.split(".")
    kept = len(parts) - node.level + module.is_package
    return ".".join([*parts[:kept], *filter(None, [node.module])])
