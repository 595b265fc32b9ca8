"""What is stored in the simulated tenant, and how a photo gets from one store to the next."""

from simulation.tenant.tenant import Tenant

__all__ = ["Tenant"]
