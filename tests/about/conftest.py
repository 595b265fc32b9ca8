from tests.config.conftest import nothing_set

__all__ = ["nothing_set"]
