"""Every measurement, in one run: `python -m bench`."""

from bench import fingerprint, likeness

MEASUREMENTS = {"fingerprint (milliseconds)": fingerprint.run, "likeness (distance)": likeness.run}


def main() -> None:
    """Print a table for each measurement."""
    for name, run in MEASUREMENTS.items():
        print(f"\n{name}")
        for what, figure in run().items():
            print(f"  {what:<58}{figure:8.3f}")


if __name__ == "__main__":
    main()
