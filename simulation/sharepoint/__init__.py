"""The simulated SharePoint Online: profiles, picture files and the picture handler."""
