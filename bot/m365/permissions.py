"""Names of the application permissions, as an administrator finds them in Entra ID.

Graph and SharePoint have permissions of the same names, so those of SharePoint say so.
"""

READ_PHOTOS = "ProfilePhoto.Read.All"
WRITE_PHOTOS = "ProfilePhoto.ReadWrite.All"
READ_USERS = "User.Read.All"
READ_SETTINGS = "PeopleSettings.Read.All"
READ_SERVICE_PRINCIPALS = "Application.Read.All"
READ_PROFILES = "User.Read.All (SharePoint)"
WRITE_PROFILES = "User.ReadWrite.All (SharePoint)"
READ_SITES = "Sites.Read.All (SharePoint)"
WRITE_SITES = "Sites.FullControl.All (SharePoint)"
