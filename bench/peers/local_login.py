"""Signs in at a login service on this machine: msal would first ask Microsoft whether it is one."""

from typing import Any

import msal


class LocalClientApplication(msal.ConfidentialClientApplication):
    """What both SDKs sign in with, spared the question."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options, instance_discovery=False)
