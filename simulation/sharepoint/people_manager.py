"""SP.UserProfiles.PeopleManager: reading and writing profiles.

A profile is in the geography of its person. Other geographies know the name and the address of the
personal site, so that one finds the right host, but no picture, and they refuse writes.
"""

from typing import Any

from simulation.sharepoint.errors import (
    NoProfile,
    access_denied,
    bad_argument,
    no_profile_permission,
    no_such_property,
    no_such_resource,
    own_data_only,
)
from simulation.sharepoint.expression import Term
from simulation.sharepoint.odata import Entity, Result
from simulation.sharepoint.own_profile import set_my_picture
from simulation.sharepoint.request import HostRole, SharePointRequest
from simulation.tenant.person import Person
from simulation.tenant.profile import PICTURE_URL, PLACEHOLDER_STATE, TIMESTAMP, Profile
from simulation.web import json_body

READ = ("User.Read.All", "User.ReadWrite.All")
WRITE = ("User.ReadWrite.All",)
PREFIX = "i:0#.f|membership|"
PICTURE_PROPERTIES = "SPS-Picture"
ADMINISTRATOR = "f28a1f50-f6e7-4571-818b-6a12f2af6b6c"
"""SharePoint Administrator (role template id)."""

ALSO_WRITABLE = ("AboutMe", "Department", "Office", "CellPhone", "WorkPhone", "SPS-Skills")


def call_people_manager(
    request: SharePointRequest, operation: Term, rest: tuple[Term, ...]
) -> Result:
    """Carry out a method and return its result."""
    try:
        return _call(request, operation, rest)
    except NoProfile:
        reading = not operation.name.startswith("set")
        if reading and request.tenant.settings.missing_profile_reads_null:
            return None
        raise


def _call(request: SharePointRequest, operation: Term, rest: tuple[Term, ...]) -> Result:
    match operation.name:
        case "getpropertiesfor":
            return _pick(_properties(request, operation.text("accountName")), rest)
        case "getuserprofilepropertyfor":
            account, name = operation.text("accountName"), operation.text("propertyName")
            return _profile(request, _person(request, account)).get(name, "")
        case "getmyproperties" if request.person:
            return _pick(_properties(request, request.person.claim), rest)
        case "setsinglevalueprofileproperty" if request.method == "POST":
            _write(request, "propertyValue")
        case "setmultivaluedprofileproperty" if request.method == "POST":
            _write(request, "propertyValues")
        case "setmyprofilepicture" if request.method == "POST":
            set_my_picture(request)
        case _:
            raise no_such_resource(operation.name)
    return None


def find_account(request: SharePointRequest, account: str) -> Person | None:
    """Return the person of an account name, with or without the prefix of a claim, or None."""
    upn = account[len(PREFIX) :] if account.lower().startswith(PREFIX) else account
    person = request.tenant.find(upn)
    return person if person and person.upn.lower() == upn.lower() else None


def _person(request: SharePointRequest, account: str) -> Person:
    request.require_as(no_profile_permission(), READ, READ)
    person = find_account(request, account)
    if person is None:
        raise NoProfile()
    return person


def _profile(request: SharePointRequest, person: Person) -> Profile:
    home = request.tenant.geography_of(person)
    profile = home.profile_of(person)
    if profile is None:
        raise NoProfile()
    if home.hosts == request.geography.hosts:
        return profile
    pictures = (PICTURE_URL, PICTURE_PROPERTIES)
    return {name: "" if name.startswith(pictures) else profile[name] for name in profile}


def _properties(request: SharePointRequest, account: str) -> Entity:
    person = _person(request, account)
    profile = _profile(request, person)
    my = request.tenant.geography_of(person).hosts.my
    site = f"{my}{profile['PersonalSpace']}" if profile["PersonalSpace"] else ""
    fields: dict[str, Any] = {
        "AccountName": person.claim,
        "DirectReports": [],
        "DisplayName": profile["PreferredName"],
        "Email": profile["WorkEmail"],
        "ExtendedManagers": [],
        "ExtendedReports": [person.claim],
        "IsFollowed": False,
        "LatestPost": None,
        "Peers": [],
        "PersonalSiteHostUrl": f"{my}/",
        "PersonalUrl": site,
        "PictureUrl": _shown_picture(profile),
        "Title": profile["Title"],
        "UserProfileProperties": [_key_value(*pair) for pair in profile.items()],
        "UserUrl": f"{my}/Person.aspx?accountname={person.claim}",
    }
    path = "SP.UserProfiles.PeopleManager/GetPropertiesFor"
    return Entity("SP.UserProfiles.PersonProperties", path, fields)


def _shown_picture(profile: Profile) -> str | None:
    url = profile.get(PICTURE_URL)
    if not url or profile.get(PLACEHOLDER_STATE) == "1":
        return None
    stamped = "?" in url or not profile.get(TIMESTAMP)
    return url if stamped else f"{url}?t={profile[TIMESTAMP]}"


def _key_value(name: str, value: str) -> Entity:
    fields = {"Key": name, "Value": value, "ValueType": "Edm.String"}
    return Entity("SP.KeyValue", "", fields)


def _pick(entity: Entity, rest: tuple[Term, ...]) -> Result:
    """Return one field of the entity if the path goes on, otherwise the entity."""
    if not rest:
        return entity
    fields: dict[str, Result] = {name.lower(): value for name, value in entity.fields.items()}
    if len(rest) > 1 or rest[0].name not in fields:
        raise no_such_resource(rest[0].name)
    return fields[rest[0].name]


def _write(request: SharePointRequest, value_name: str) -> None:
    try:
        body = json_body(request.call)
        account, name, value = (body[n] for n in ("accountName", "propertyName", value_name))
    except (ValueError, KeyError) as incomplete:
        raise bad_argument("The parameters of the method are not complete.") from incomplete
    person = _person(request, account)
    _check_may_write(request, person)
    home = request.tenant.geography_of(person)
    if home.hosts != request.geography.hosts:
        raise NoProfile()
    profile = _profile(request, person)
    if name not in profile and name not in ALSO_WRITABLE:
        raise no_such_property(name)
    written = "|".join(value) if isinstance(value, list) else str(value or "")
    home.profiles[person.id] = profile | {name: written}


def _check_may_write(request: SharePointRequest, person: Person) -> None:
    request.require_as(own_data_only(), WRITE, WRITE)
    on_admin_host = request.role is HostRole.ADMIN
    if request.person is not None:
        is_administrator = on_admin_host and ADMINISTRATOR in request.person.directory_roles
        if request.person != person and not is_administrator:
            raise own_data_only()
        return
    root_allowed = (
        request.role is HostRole.ROOT and request.tenant.settings.root_takes_property_writes
    )
    if not on_admin_host and not root_allowed:
        raise access_denied()
