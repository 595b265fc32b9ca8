"""`python -m tests.e2e.check_again`: draws what stands in place of a picture that is not shown."""

import asyncio
import html

from bot.chat.language import load_languages
from tests.e2e.chromium import connected, run_chromium
from tests.e2e.demo import ROOT

PICTURE = ROOT / "bot" / "pictures" / "files" / "check-again.png"
PIXELS = 240
PAGE = """
<body style="margin:0;width:240px;height:240px;display:flex;flex-direction:column;gap:14px;
  align-items:center;justify-content:center;background:#e8e8ec;color:#3b3a48;
  font:600 34px 'Open Sans','Noto Sans','Noto Sans CJK TC',sans-serif">{words}</body>
"""


async def main() -> None:
    """Draw the words of every language below each other; a reader finds their own."""
    languages = load_languages().known.values()
    words = "".join(
        f'<div lang="{each.tag}">{html.escape(each.gettext("Check again"))}</div>'
        for each in languages
    )
    with run_chromium() as address:
        async with connected(address) as browser:
            tab = await browser.new_page(viewport={"width": PIXELS, "height": PIXELS})
            await tab.set_content(PAGE.format(words=words))
            PICTURE.write_bytes(await tab.screenshot())


if __name__ == "__main__":
    asyncio.run(main())
