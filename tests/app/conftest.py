from tests.use_cases.tenant import served, tenant

__all__ = ["served", "tenant"]
