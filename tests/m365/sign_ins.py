"""Sign-ins of the app that are numbered, refused or stalled as a test says."""

from dataclasses import dataclass, field
from threading import Event, get_ident

from bot.core.failures import ServiceFailure
from bot.m365.signin import AppSignIn

GRAPH = "https://graph.microsoft.com/.default"
SHAREPOINT = "https://contoso.sharepoint.com/.default"


@dataclass
class FakeSignIn:
    """Numbers its tokens, or answers with what it was told to."""

    lifetime: object = 3600
    refusals: list[dict[str, object] | ServiceFailure] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    connected: int = 0
    threads: set[int] = field(default_factory=set)
    stalls: list[Event] = field(default_factory=list)

    def connect(self) -> AppSignIn:
        self.connected += 1
        return self

    def __call__(self, scope: str) -> dict[str, object]:
        self.asked.append(scope)
        self.threads.add(get_ident())
        if self.stalls:
            self.stalls.pop(0).wait(30)
        if self.refusals:
            refusal = self.refusals.pop(0)
            if isinstance(refusal, ServiceFailure):
                raise refusal
            return refusal
        return {"access_token": f"token-{len(self.asked)}", "expires_in": self.lifetime}
