"""What the simulated tenant holds, and how its stores feed each other."""

from simulation.tenant.tenant import Tenant

__all__ = ["Tenant"]
