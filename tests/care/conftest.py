from tests.care.tenant import practice, served, signed_in, tenant

__all__ = ["practice", "served", "signed_in", "tenant"]
