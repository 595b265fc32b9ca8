"""The blocking HTTP session that msal signs in with."""

import ssl
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from bot.m365.trust import trust

CONNECT_SECONDS = 5.0
READ_SECONDS = 15.0

# Asking for a token twice does no harm, so a POST is repeated too.
_RETRIES = Retry(
    total=3,
    status_forcelist=(429, 502, 503, 504),
    allowed_methods=None,
    backoff_factor=0.3,
    backoff_jitter=0.3,
    retry_after_max=10,
    raise_on_status=False,
)


def session(ca_file: Path | None, *, proxies: bool = True) -> requests.Session:
    """A session with time-outs, bounded retries and our trust; to be closed by its owner.

    `proxies` follows the environment's proxies, which the machine's identity endpoint must not.
    """
    made = requests.Session()
    made.trust_env = proxies
    made.mount("https://", _Adapter(trust(ca_file)))
    made.mount("http://", _Adapter(None))
    return made


class _Adapter(HTTPAdapter):
    def __init__(self, context: ssl.SSLContext | None) -> None:
        self._tls: dict[str, Any] = {"ssl_context": context} if context else {}
        super().__init__(max_retries=_RETRIES)

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **options: Any
    ) -> None:
        super().init_poolmanager(connections, maxsize, block, **options, **self._tls)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        return super().proxy_manager_for(proxy, **kwargs, **self._tls)

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:  # type: ignore[override]  # requests passes all of them by name
        kwargs["timeout"] = kwargs.get("timeout") or (CONNECT_SECONDS, READ_SECONDS)
        return super().send(request, **kwargs)
