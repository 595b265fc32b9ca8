"""ICC profiles of matrix and curve, as phones put them into photos."""

import struct

Primaries = tuple[tuple[float, float, float], ...]

# Red, green and blue in XYZ under D50: the published primaries, adapted from D65.
DISPLAY_P3: Primaries = (
    (0.5151, 0.2412, -0.0011),
    (0.2920, 0.6922, 0.0419),
    (0.1571, 0.0666, 0.7841),
)
SRGB: Primaries = ((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141))
_WHITE = (0.9642, 1.0, 0.8249)
_SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def profile(primaries: Primaries) -> bytes:
    """A version 4 display profile with the curve of sRGB."""
    curve = b"para" + bytes(4) + struct.pack(">HH", 3, 0) + _fixed(_SRGB_CURVE)
    tags = {
        b"wtpt": _xyz(_WHITE),
        **{
            name: _xyz(xyz)
            for name, xyz in zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries, strict=True)
        },
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    start = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        table += name + struct.pack(">II", start + len(body), len(data))
        body += data
    return _header(start + len(body)) + table + body


def _header(size: int) -> bytes:
    kind = b"mntrRGB XYZ "
    made = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    rest = bytes(4 + 4 + 4 + 4 + 8 + 4) + _fixed(_WHITE)
    return (struct.pack(">I4sI", size, bytes(4), 0x04200000) + kind + made + b"acsp" + rest).ljust(
        128, b"\0"
    )


def _xyz(value: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(value)


def _fixed(values: tuple[float, ...]) -> bytes:
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))
