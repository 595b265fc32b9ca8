"""Addresses of Microsoft's clouds; a setting overrides each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cloud:
    """The addresses of one cloud's services.

    Attributes:
        login: Entra ID.
        graph: Microsoft Graph.
        openid_metadata: OpenID metadata of the Bot Framework, whose keys sign Teams' requests.
        issuer: issuer of the Bot Framework's tokens.
        bot_scope: scope of the token with which the bot calls the connector.
        service_hosts: hosts of the connector; a leading dot allows every subdomain.
        service_url: address of the connector for people whose chat Teams has not named yet; None
            where there is no such address.
        sharepoint_suffix: suffix of every SharePoint host.
        my_account: page where people change their photo.
        portal: start page of Microsoft 365, formerly Office.com.
        teams: where links into Teams begin.
        has_targeted: whether its connector is known to have targeted messages: one that has not
            might show them to everybody (docs/teams.md, T23).
    """

    login: str
    graph: str
    openid_metadata: str
    issuer: str
    bot_scope: str
    service_hosts: tuple[str, ...]
    service_url: str | None
    sharepoint_suffix: str
    my_account: str = "https://myaccount.microsoft.com"
    portal: str = "https://m365.cloud.microsoft"
    teams: str = "https://teams.microsoft.com"
    has_targeted: bool = False


PUBLIC = Cloud(
    login="https://login.microsoftonline.com",
    graph="https://graph.microsoft.com",
    openid_metadata="https://login.botframework.com/v1/.well-known/openidconfiguration",
    issuer="https://api.botframework.com",
    bot_scope="https://api.botframework.com/.default",
    service_hosts=("smba.trafficmanager.net", ".teams.microsoft.com"),
    service_url="https://smba.trafficmanager.net/teams",
    sharepoint_suffix=".sharepoint.com",
    has_targeted=True,
)

GCC = Cloud(
    login=PUBLIC.login,
    graph=PUBLIC.graph,
    openid_metadata=PUBLIC.openid_metadata,
    issuer=PUBLIC.issuer,
    bot_scope=PUBLIC.bot_scope,
    service_hosts=("smba.infra.gcc.teams.microsoft.com",),
    service_url="https://smba.infra.gcc.teams.microsoft.com/teams",
    sharepoint_suffix=".sharepoint.com",
)

GCC_HIGH = Cloud(
    login="https://login.microsoftonline.us",
    graph="https://graph.microsoft.us",
    openid_metadata="https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
    issuer="https://api.botframework.us",
    bot_scope="https://api.botframework.us/.default",
    service_hosts=("smba.infra.gov.teams.microsoft.us",),
    service_url="https://smba.infra.gov.teams.microsoft.us/teams",
    sharepoint_suffix=".sharepoint.us",
    my_account="https://myaccount.microsoft.us",
    portal="https://www.office365.us",
    teams="https://gov.teams.microsoft.us",
)

DOD = Cloud(
    login=GCC_HIGH.login,
    graph="https://dod-graph.microsoft.us",
    openid_metadata=GCC_HIGH.openid_metadata,
    issuer=GCC_HIGH.issuer,
    bot_scope=GCC_HIGH.bot_scope,
    service_hosts=("smba.infra.dod.teams.microsoft.us",),
    service_url="https://smba.infra.dod.teams.microsoft.us/teams",
    sharepoint_suffix=".sharepoint-mil.us",
    my_account=GCC_HIGH.my_account,
    portal="https://www.ohome.apps.mil",
    teams="https://dod.teams.microsoft.us",
)

CHINA = Cloud(
    login="https://login.partner.microsoftonline.cn",
    graph="https://microsoftgraph.chinacloudapi.cn",
    openid_metadata="https://login.botframework.azure.cn/v1/.well-known/openidconfiguration",
    issuer="https://api.botframework.azure.cn",
    bot_scope="https://api.botframework.azure.cn/.default",
    service_hosts=(".botframework.azure.cn", ".teams.microsoft.cn"),
    service_url=None,
    sharepoint_suffix=".sharepoint.cn",
    my_account="https://myaccount.windowsazure.cn",
    portal="https://portal.partner.microsoftonline.cn",
    teams="https://teams.microsoftonline.cn",
)

CLOUDS = {"public": PUBLIC, "gcc": GCC, "gcch": GCC_HIGH, "dod": DOD, "china": CHINA}
