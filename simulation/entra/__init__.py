"""The simulated Microsoft Entra ID: app registrations, sign-in, and tokens."""

from simulation.entra.directory import Entra, InvalidToken

__all__ = ["Entra", "InvalidToken"]
