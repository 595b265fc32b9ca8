from tests.http.issuer import key, other_key

__all__ = ["key", "other_key"]
