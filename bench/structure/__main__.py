"""Figures of a checkout's structure: `python -m bench.structure [PATH] [--json] [--static]`."""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from bench.checkouts import BUILD
from bench.processes import ROOT, NotMeasured
from bench.structure.entered import Entered, files_entered
from bench.structure.figures import Figures, figures_of
from bench.structure.source import modules_of
from bench.table import laid_out

LOG = BUILD / "structure.log"


def main() -> int:
    """Print the figures; 1 when the bot could not be traced."""
    options = _options()
    checkout = options.path.resolve()
    figures = figures_of(modules_of(checkout))
    entered, problem = None, ""
    if not options.static:
        LOG.parent.mkdir(exist_ok=True)
        LOG.write_text("")
        try:
            entered = asyncio.run(files_entered(checkout, LOG))
        except NotMeasured as reason:
            problem = str(reason)
            print(f"Not traced: {problem}. See {LOG.relative_to(ROOT)}", file=sys.stderr)
    if options.json:
        traced = asdict(entered) if entered else {}
        print(json.dumps({**asdict(figures), "entered": traced}, indent=2))
    else:
        print("\n".join(_lines(figures, entered)))
    return 1 if problem else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.structure", description=__doc__)
    parser.add_argument("path", nargs="?", type=Path, default=ROOT, help="a checkout")
    parser.add_argument("--json", action="store_true", help="print one JSON object, with all paths")
    parser.add_argument("--static", action="store_true", help="run no bot; read the files only")
    return parser.parse_args()


def _lines(figures: Figures, entered: Entered | None) -> Iterator[str]:
    rows: list[Sequence[str]] = [("folder", "files", "code lines", "comment lines", "share")]
    for folder, size in figures.sizes.items():
        share = f"{size.comment_share:.1%}"
        rows.append((folder, str(size.files), str(size.code), str(size.comments), share))
    yield laid_out(rows)
    yield ""
    dust = figures.short_files_with_one_importer
    yield f"Files under 30 lines: {figures.short_files}, of these with one importer: {len(dust)}"
    yield f"Files with one importer: {figures.files_with_one_importer}"
    if entered:
        yield f"Files of bot and cards that a check enters: {len(entered.check)}"
        yield f"Files of bot and cards that a sync enters: {len(entered.sync)}"
    yield f"Public names that several modules of bot define: {len(figures.repeated_names)}"
    for name, paths in figures.repeated_names.items():
        yield f"  {name}: {', '.join(paths)}"


if __name__ == "__main__":
    sys.exit(main())
