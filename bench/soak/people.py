"""Some hundred people in every state, and what they write and send."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import cycle, islice
from random import Random

from PIL import Image

from simulation.people import DOMAIN, Start, object_id
from simulation.people_of_every_cause import EVERYBODY
from tests.scenarios.drawing import PHOTOS, drawn

WRONG = (
    "my photo is wrong",
    "My picture in Teams is the old one, please fix it!",
    "why do I still see my old photo in SharePoint?",
    "check my photo",
    "我的照片不對",
    "我的大頭貼還是舊的",
    "請檢查我的照片",
)
TALK = (
    "thanks!",
    "help",
    "hello",
    "status",
    "who are you?",
    "謝謝",
    "幫助",
    "你好",
    "english, please",
    "中文",
    "how is the weather",
    "stop writing to me",
    "private window",
    "clear my caches",
    "remove my photo",
    "undo",
    "why do you say so?",
)
ODD = (
    "!" * 28_000,
    "my photo is wrong " * 1_500,
    "照片" * 9_000,
    "\u202emy photo\u202c\u200b\u200d" * 800,
    "👩‍🚀" * 2_000,
    "<at>Photobot</at>" * 1_000,
    "a" * 20_000,
    "**[x](https://evil.example)** `" * 700,
    "\n" * 5_000 + "photo",
    "ﷺ" * 4_000,
    "0\u0301" * 9_000,
)


def roster(count: int) -> tuple[Start, ...]:
    """So many people, all states of the simulated company in turn; no name is a common word."""
    return tuple(
        _another(start, number) for number, start in enumerate(islice(cycle(EVERYBODY), count))
    )


def _another(start: Start, number: int) -> Start:
    given, surname = f"Given{number:03}q", f"Surname{number:03}q"
    name = f"{given}.{surname}".lower()
    person = start.person
    guest = f"{name}_fabrikam.com#EXT#@{DOMAIN}"
    upn = guest if "#EXT#" in person.upn else f"{name}@{DOMAIN}"
    another = replace(
        person,
        id=object_id(name),
        upn=upn,
        display_name=f"{given} {surname}",
        given_name=given,
        surname=surname,
    )
    return replace(start, person=another)


def pictures() -> tuple[bytes, ...]:
    """Photographs that anybody may send; all of them are known uploads."""
    return tuple(map(drawn, PHOTOS))


def hostile_pictures(random: Random) -> tuple[bytes, ...]:
    """Small files that are no picture, or cost much to decode."""
    return tuple(_hostile(random))


def _hostile(random: Random) -> Iterator[bytes]:
    whole = drawn(PHOTOS[0])
    yield b""
    yield b"<html>not a picture</html>"
    yield whole[: len(whole) // 2]
    yield whole[:200] + random.randbytes(2_000) + whole[2_200:]  # nosec B311 # keeps no secret
    yield b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    yield b"GIF89a" + random.randbytes(500)  # nosec B311 # keeps no secret
    yield _written(Image.new("1", (9_000, 9_000)), "PNG")
    yield _written(Image.new("RGB", (1, 1)), "PNG")
    yield _written(Image.new("RGB", (3_000, 8), "red"), "JPEG")
    frames = [Image.new("P", (64, 64), shade) for shade in range(200)]
    written = BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    yield written.getvalue()


def _written(image: Image.Image, kind: str) -> bytes:
    written = BytesIO()
    image.save(written, kind)
    return written.getvalue()
