"""A company as large as one likes: its people are derived from their numbers, not stored."""

from simulation.crowd.crowd import Crowd
from simulation.crowd.settle import settle

__all__ = ["Crowd", "settle"]
