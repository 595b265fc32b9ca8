"""Portraits, silhouettes and initials drawn by code, so that no real person is shown."""

from simulation.photographs.background import WALLS
from simulation.photographs.placeholder import initials, silhouette
from simulation.photographs.portrait import photograph

__all__ = ["WALLS", "initials", "photograph", "silhouette"]
