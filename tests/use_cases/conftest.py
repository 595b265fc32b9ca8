from tests.use_cases.tenant import proven, remembering, served, signed_in, tenant, use_cases

__all__ = ["proven", "remembering", "served", "signed_in", "tenant", "use_cases"]
