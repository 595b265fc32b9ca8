"""The settings in the environment: all that is wrong with them, at once."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from urllib.parse import urlsplit

from bot.config.problems import Problem, SettingsRefused, problems_of, read_settings
from bot.config.settings import Settings
from bot.doctor.finding import Area, Finding, fault, fine, warning
from bot.texts.links import Links

NO_SUCH_SETTING = "there is no such setting"
PREFIXES = ("photobot_", "microsoftapp")
# Needed to call Microsoft 365, and not by a bot that only shows the steps of the guide.
FOR_MICROSOFT_365 = frozenset(
    {"MicrosoftAppTenantId", "PHOTOBOT_CLIENT_ID", "PHOTOBOT_CERTIFICATE_FILE"}
)
LINK_SETTINGS = {
    "my_account": "PHOTOBOT_LINK_MY_ACCOUNT",
    "portal": "PHOTOBOT_LINK_PORTAL",
    "about_sync": "PHOTOBOT_LINK_ABOUT_SYNC",
    "add_photo": "PHOTOBOT_LINK_ADD_PHOTO",
    "one_drive": "PHOTOBOT_SHAREPOINT_MY",
}


def usable_settings() -> tuple[Settings, tuple[Problem, ...]]:
    """Read the settings with defaults in place of invalid values; return both."""
    try:
        return read_settings(), ()
    except SettingsRefused as refused:
        invalid = _names(refused.problems)
        # Given by hand, they take precedence over the invalid values in the environment.
        defaults = {
            field.alias: field.get_default()
            for field in Settings.model_fields.values()
            if field.alias in invalid
        }
        return Settings.model_validate(defaults), refused.problems


def settings_findings(
    settings: Settings, invalid: tuple[Problem, ...], environment: Mapping[str, str]
) -> Iterator[Finding]:
    """Judge each setting: invalid, missing, misspelt or set. Values are never repeated."""
    for each in invalid:
        yield fault(Area.SETTINGS, each.setting, "wrong", f"{each.remedy}")
    missing = [each for each in problems_of(settings) if each.setting not in _names(invalid)]
    for each in missing:
        optional = settings.anonymous and each.setting in FOR_MICROSOFT_365
        judge = warning if optional else fault
        yield judge(Area.SETTINGS, each.setting, "missing or not usable so", each.remedy)
    yield from _misspelt(environment)
    reported = _names(invalid) | {each.setting for each in missing}
    yield from _set(environment, reported)
    yield from _advice(settings, reported)


def link_findings(links: Links) -> Iterator[Finding]:
    """Judge the addresses that people are sent to: all of them should be https."""
    addresses = {name: getattr(links, field) for field, name in LINK_SETTINGS.items()}
    plain = [name for name, url in addresses.items() if url and urlsplit(url).scheme != "https"]
    for name in plain:
        remedy = "people elsewhere cannot open it: give an https address"
        yield warning(Area.SETTINGS, name, "is shown to people and is not https", remedy)
    if not plain:
        yield fine(Area.SETTINGS, "links shown to people", "all are https")


def _names(problems: tuple[Problem, ...]) -> set[str]:
    # Without the place inside a list, as in PHOTOBOT_SHAREPOINT_GEOS.0.admin.
    return {each.setting.partition(".")[0] for each in problems}


def _set(environment: Mapping[str, str], reported: set[str]) -> Iterator[Finding]:
    given = _given(environment)
    rest = [name for name in _known() if name not in reported]
    for name in rest:
        if name.casefold() in given:
            yield fine(Area.SETTINGS, name, "set")
    unset = sum(name.casefold() not in given for name in rest)
    yield fine(Area.SETTINGS, "all others", f"{unset} are not set: their defaults hold")


def _given(environment: Mapping[str, str]) -> set[str]:
    # As the settings are read, a value of blanks alone is as good as none.
    return {name.casefold() for name, value in environment.items() if value.strip()}


def _misspelt(environment: Mapping[str, str]) -> Iterator[Finding]:
    known = {name.casefold(): name for name in _known()}
    given = _given(environment)
    for name in sorted(environment):
        folded = name.casefold()
        if folded in known:
            continue
        if folded.startswith(PREFIXES):
            close = get_close_matches(folded, known, n=1)
            remedy = f"did you mean {known[close[0]]}?" if close else "unset it"
            yield warning(Area.SETTINGS, name, NO_SUCH_SETTING, remedy)
        # No prefix tells whose it is: only where the bot would go without its database.
        elif "database_url" not in given and get_close_matches(folded, ["database_url"], 1, 0.9):
            yield warning(Area.SETTINGS, name, NO_SUCH_SETTING, "did you mean DATABASE_URL?")


def _advice(settings: Settings, reported: set[str]) -> Iterator[Finding]:
    if settings.sharepoint_root is None and "PHOTOBOT_SHAREPOINT_ROOT" not in reported:
        yield warning(
            Area.SETTINGS,
            "PHOTOBOT_SHAREPOINT_ROOT",
            "not set: SharePoint is left alone",
            f"set it to the tenant's root site, such as https://contoso"
            f"{settings.cloud.sharepoint_suffix}",
        )
    if settings.anonymous:
        yield warning(
            Area.SETTINGS,
            "PHOTOBOT_ANONYMOUS",
            "nobody is authenticated",
            "unset it before Teams is to reach the bot",
        )


def _known() -> list[str]:
    return [str(field.alias) for field in Settings.model_fields.values()]
