"""The settings as they stand in the environment: all that is wrong with them at once."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from bot.config.problems import Problem, SettingsRefused, problems_of, read_settings
from bot.config.settings import Settings
from bot.doctor.finding import Area, Finding, fine, problem, warning

PREFIXES = ("photobot_", "microsoftapp")
# What stops only those who ask Microsoft 365; the guide alone needs none of it.
OF_SERVICES = frozenset({"MicrosoftAppTenantId", "PHOTOBOT_CLIENT_ID", "PHOTOBOT_CERTIFICATE_FILE"})


def usable_settings() -> tuple[Settings, tuple[Problem, ...]]:
    """The settings, with the defaults in place of what is not of its kind, and what that was."""
    try:
        return read_settings(), ()
    except SettingsRefused as refused:
        wrong = {problem.setting.partition(".")[0] for problem in refused.problems}
        defaults = {
            field.alias: field.get_default()
            for field in Settings.model_fields.values()
            if field.alias in wrong
        }
        return Settings.model_validate(defaults), refused.problems


def settings_findings(
    settings: Settings, of_wrong_kind: tuple[Problem, ...], environment: Mapping[str, str]
) -> Iterator[Finding]:
    """Each setting that is wrong, missing, misspelt or set; values are not told."""
    wrong = {each.setting.partition(".")[0] for each in of_wrong_kind}
    for each in of_wrong_kind:
        yield problem(Area.SETTINGS, each.setting, "wrong", f"{each.remedy}")
    missing = [each for each in problems_of(settings) if each.setting not in wrong]
    for each in missing:
        say = warning if settings.anonymous and each.setting in OF_SERVICES else problem
        yield say(Area.SETTINGS, each.setting, "missing or not usable so", each.remedy)
    yield from _misspelt(environment)
    told = wrong | {each.setting for each in missing}
    yield from _set(environment, told)
    yield from _advice(settings, told)


def _set(environment: Mapping[str, str], told: set[str]) -> Iterator[Finding]:
    given = {name.casefold() for name, value in environment.items() if value}
    known = [name for name in _known() if name not in told]
    for name in known:
        if name.casefold() in given:
            yield fine(Area.SETTINGS, name, "set")
    left = sum(name.casefold() not in given for name in known)
    yield fine(Area.SETTINGS, "all others", f"{left} are not set: their defaults hold")


def _misspelt(environment: Mapping[str, str]) -> Iterator[Finding]:
    known = {name.casefold(): name for name in _known()}
    for name in sorted(environment):
        folded = name.casefold()
        if folded.startswith(PREFIXES) and folded not in known:
            close = get_close_matches(folded, known, n=1)
            remedy = f"did you mean {known[close[0]]}?" if close else "unset it"
            yield warning(Area.SETTINGS, name, "there is no such setting", remedy)


def _advice(settings: Settings, told: set[str]) -> Iterator[Finding]:
    if settings.sharepoint_root is None and "PHOTOBOT_SHAREPOINT_ROOT" not in told:
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
