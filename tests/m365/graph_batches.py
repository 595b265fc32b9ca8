"""Batches about Ada: her account and her photo, as Graph gives them."""

import base64
from typing import Any

from bot.use_cases.ports import Person
from tests.m365.fakes import Reply
from tests.m365.pictures import jpeg

ADA = Person("11111111-2222-3333-4444-555555555555", "ada@contoso.com")
USER = f"/v1.0/users/{ADA.id}"
SELECT = (
    "$select=id,userPrincipalName,userType,accountEnabled,onPremisesSyncEnabled,assignedPlans,mail"
)
WHOLE = f"{USER}/photo/$value"
BATCH = "/v1.0/$batch"
FACTS: dict[str, Any] = {
    "id": ADA.id,
    "userPrincipalName": ADA.upn,
    "userType": "Member",
    "accountEnabled": True,
    "onPremisesSyncEnabled": None,
    "assignedPlans": [
        {
            "service": "exchange",
            "capabilityStatus": "Enabled",
            "servicePlanId": "efb87545-963c-4e0d-99df-69c6916d9eb0",
        }
    ],
}
METADATA = {"@odata.mediaContentType": "image/jpeg", "@odata.mediaEtag": 'W/"7"', "id": "240x240"}
PICTURE = jpeg(240)


def part(name: str, status: int = 200, body: Any = None, **headers: str) -> dict[str, Any]:
    return {"id": name, "status": status, "headers": headers, "body": body}


def picture_part(body: str = base64.b64encode(PICTURE).decode()) -> dict[str, Any]:
    return part("picture", 200, body, **{"content-type": "image/jpeg"})


ACCOUNT = part("account", body=FACTS)
PHOTO = part("photo", body=METADATA)


def batch(*parts: dict[str, Any]) -> Reply:
    return Reply(body={"responses": list(parts)})
