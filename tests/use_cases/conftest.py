from tests.use_cases.tenant import served, signed_in, tenant, use_cases

__all__ = ["served", "signed_in", "tenant", "use_cases"]
