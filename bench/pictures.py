"""What pictures cost that are made to cost much: `python -m bench.pictures`.

Each is cut to a profile photo in a process of its own, as one that somebody sends is.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, run  # nosec B404 # runs this module, with a file of ours
from tempfile import TemporaryDirectory
from time import process_time

from bench.table import laid_out
from bot.photos.portrait import portrait
from tests.photos.hostile import HOSTILE


@dataclass(frozen=True)
class Cost:
    """What reading a file took: seconds of the processor, and MiB of a whole process at its peak.

    `idle` is what that process held before.
    """

    result: str
    seconds: float
    peak: float
    idle: float


def cost_of(file: Path) -> Cost:
    """Cut one picture in this process, which must not have decoded any before."""
    data = file.read_bytes()
    idle, begin = peak_mebibytes(), process_time()
    made = portrait(data)
    result = getattr(made, "name", "read").lower()
    return Cost(result, process_time() - begin, peak_mebibytes(), idle)


def peak_mebibytes(process: int | str = "self") -> float:
    """Return the most that a process ever held in memory."""
    # Not `ru_maxrss`, which a new process takes over from the one that started it.
    status = dict(
        line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines()
    )
    return int(status["VmHWM"].split()[0]) / 1024


def measure(data: bytes) -> Cost:
    """Cut one picture in a process of its own."""
    with TemporaryDirectory(prefix="photobot-bench-") as folder:
        file = Path(folder) / "picture"
        file.write_bytes(data)
        command = [sys.executable, "-m", "bench.pictures", str(file)]
        done = run(command, stdout=PIPE, check=False)  # nosec B603 # a program of ours
    if done.returncode:
        return Cost(f"ended with {done.returncode}", 0, 0, 0)
    return Cost(**json.loads(done.stdout))


def main() -> None:
    """Print a row for each picture."""
    if len(sys.argv) > 1:
        print(json.dumps(vars(cost_of(Path(sys.argv[1])))))
        return
    rows = [("picture", "kB", "result", "processor, s", "peak, MiB", "above idle, MiB")]
    for name, make in HOSTILE.items():
        data = make()
        cost = measure(data)
        rows.append(
            (
                name,
                f"{len(data) / 1000:.0f}",
                cost.result,
                f"{cost.seconds:.2f}",
                f"{cost.peak:.0f}",
                f"{cost.peak - cost.idle:.0f}",
            )
        )
        print(rows[-1], file=sys.stderr)
    print(laid_out(rows))


if __name__ == "__main__":
    main()
