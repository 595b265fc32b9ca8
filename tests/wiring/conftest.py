from tests.care.tenant import served, tenant

__all__ = ["served", "tenant"]
