from tests.use_cases.tenant import practice, served, signed_in, tenant

__all__ = ["practice", "served", "signed_in", "tenant"]
