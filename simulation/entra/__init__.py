"""The simulated Microsoft Entra ID: registrations, tokens and their verification."""

from simulation.entra.directory import Entra, InvalidToken

__all__ = ["Entra", "InvalidToken"]
