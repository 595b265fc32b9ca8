"""More people, so that there is somebody for every cause of a wrong photo.

docs/photo-sync.md, "Causes". What concerns the whole tenant (photo updates restricted, the picture
property not editable, the service principal of Exchange Online disabled) is set in
`tenant.settings`. A mailbox policy and a refused upload leave no trace in any store.
"""

from dataclasses import replace
from datetime import timedelta

from simulation.people import (
    DOMAIN,
    EMPTY,
    EMPTY_WITHOUT_EXCHANGE,
    ROSTER,
    Address,
    Portrait,
    SharePointStart,
    Start,
    everywhere,
    named,
    object_id,
    outdated,
)
from simulation.tenant.person import Mailbox, Person

MORE = (
    Start(
        named(
            "Oskar", "Bergman", "All copies are the same, changed an hour ago; sits on the board."
        ),
        cloud=Portrait(10),
        sharepoint=everywhere(Portrait(10)),
        changed=timedelta(hours=1),
    ),
    Start(
        replace(
            named("Petra", "Novak", "The mailbox is on-premises; SharePoint has no picture."),
            mailbox=Mailbox.ON_PREMISES,
            on_premises_sync_enabled=True,
        ),
        cloud=Portrait(12),
        sharepoint=EMPTY_WITHOUT_EXCHANGE,
        on_premises=Portrait(12),
    ),
    outdated(
        replace(
            named("Quentin", "Dubois", "Sign-in is blocked; SharePoint has the old picture."),
            account_enabled=False,
        ),
        Portrait(1),
    ),
    Start(
        replace(
            named("Rosa", "Silva", "Changed in the cloud, and the old one came back from AD."),
            on_premises_sync_enabled=True,
        ),
        cloud=Portrait(18),
        sharepoint=everywhere(Portrait(18, shot=1)),
        on_premises=Portrait(18),
        changed=timedelta(hours=2),
    ),
    Start(
        replace(
            named("Samir", "Haddad", "The picture in AD is too large, and nothing arrived."),
            on_premises_sync_enabled=True,
        ),
        cloud=None,
        sharepoint=EMPTY,
    ),
    Start(
        named("Tove", "Nilsen", "The SharePoint profile lost its account and is empty."),
        cloud=Portrait(21),
        sharepoint=SharePointStart(disconnected=True),
    ),
    outdated(
        replace(
            named("Umut", "Kaya", "No licence at all; SharePoint has the old picture."),
            mailbox=Mailbox.NONE,
            licensed=False,
        ),
        Portrait(19),
        sync_state="0",
    ),
    outdated(
        replace(
            named("Reception", "Lisbon", "A shared mailbox; SharePoint has the old picture."),
            account_enabled=False,
            licensed=False,
        ),
        Portrait(24),
    ),
    outdated(
        named("Vera", "Jansen", "The picture folder has a Dutch name, and the address a time."),
        Portrait(22),
        address=Address("Profielafbeeldingen", with_time=True),
    ),
    outdated(
        replace(
            named("Wim", "Peeters", "The address of the picture has a port; GUID in its name."),
            guid_stem=True,
        ),
        Portrait(11),
        address=Address(with_port=True, with_time=True),
    ),
    outdated(
        Person(
            object_id("xenia.popov.guest"),
            f"xenia.o'popov_northwind.com#EXT#@{DOMAIN}",
            "Xenia O'Popov",
            "Xenia",
            "O'Popov",
            "A guest with an apostrophe, whom SharePoint shows with an old picture.",
            user_type="Guest",
            mailbox=Mailbox.NONE,
        ),
        Portrait(20),
        sync_state="0",
    ),
    outdated(
        replace(
            named("Yara", "Haddad", "May not change the photo in Outlook; the old one is there."),
            may_change_in_outlook=False,
        ),
        Portrait(8),
    ),
    Start(
        replace(
            named("Zoltan", "Nagy", "Synchronised from AD, in the second geography; all is well."),
            on_premises_sync_enabled=True,
            geo="EUR",
        ),
        cloud=Portrait(17),
        sharepoint=everywhere(Portrait(17)),
        on_premises=Portrait(17),
    ),
)
EVERYBODY = (*ROSTER, *MORE)
"""The whole company."""
