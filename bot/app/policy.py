"""Reads the company's policy about photo changes from the settings."""

from bot.config.settings import Settings
from bot.nudges.hours import WorkingHours
from bot.nudges.policy import Audience, Manner, Policy
from bot.use_cases.authorizer import AgentRules, Authorizer


def policy_of(settings: Settings) -> Policy:
    """Return what an administrator chose; whether all is held is kept in rows."""
    return Policy(
        audience=Audience(settings.watch),
        manner=Manner(settings.watch_policy),
        hours=WorkingHours(settings.watch_days, *settings.watch_hours),
        zone=settings.time_zone,
        grace=settings.watch_grace,
    )


def authorizer_of(settings: Settings, agents: AgentRules | None = None) -> Authorizer:
    """Return the rules about who may act for whom, with what policy and agents may do."""
    return Authorizer(policy_of(settings).acts, agents)
