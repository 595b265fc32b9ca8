"""Searches what came out for what may never come out."""

import re

from tests.scenarios.bot_process import BotProcess
from tests.scenarios.company import Company

# The beginnings of a JSON Web Token, of a JPEG in base64 and of an authorization header.
SHAPES = re.compile(r"eyJ[\w-]{8,}|/9j/[\w+/]{8,}|[Bb]earer\s+\S{12,}|-----BEGIN|Traceback")


def assert_tells_nothing(bot: BotProcess, company: Company) -> None:
    """No name, address, secret, token, picture or traceback was logged, and only JSON was."""
    assert bot.events, "a bot that served has said so"
    found = words_about_people(company) | secrets(company)
    told = [line for line in bot.lines if any(word in line.casefold() for word in found)]
    assert not told
    assert not [line for line in bot.lines if SHAPES.search(line)]


def words_about_people(company: Company) -> set[str]:
    """Names and addresses of everybody, in lower case."""
    people = company.simulation.tenant.people.values()
    names = {name for p in people for name in (p.display_name, p.surname, p.upn, p.site_name)}
    return {name.casefold() for name in names}


def secrets(company: Company) -> set[str]:
    """The secrets of the applications, in lower case."""
    return {app.secret.casefold() for app in company.simulation.apps.all}
