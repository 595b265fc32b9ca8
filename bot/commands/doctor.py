"""`python -m bot doctor`: every setting, permission, address and certificate."""

import json
import logging
import os
import sys
from datetime import UTC, datetime
from typing import TextIO

from bot.core.logs import set_up_logs
from bot.doctor.doctor import diagnose
from bot.doctor.report import Report, report_as_json
from bot.doctor.text import report_as_text, style_of


async def examine_everything() -> Report:
    """Look at everything that the environment's settings name."""
    set_up_logs(logging.ERROR, sys.stderr)
    return await diagnose(os.environ, lambda: datetime.now(UTC))


def tell(report: Report, out: TextIO, *, as_json: bool) -> int:
    """Print the report; 1 where something is a problem."""
    if as_json:
        print(json.dumps(report_as_json(report)), file=out)
    else:
        print("\n".join(report_as_text(report, style_of(out, os.environ))), file=out)
    return 0 if report.ok else 1
