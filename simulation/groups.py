"""The groups of the simulated company, by object id; some have another group as a member."""

from uuid import NAMESPACE_DNS, uuid5

from simulation.people import DOMAIN, object_id


def group_id(name: str) -> str:
    """Return the object id for the name of a group; the same in every run."""
    return str(uuid5(NAMESPACE_DNS, f"{name}.groups.{DOMAIN}"))


HELPDESK, FIRST_LINE = group_id("helpdesk"), group_id("helpdesk-first-line")
EXECUTIVES, BOARD = group_id("executives"), group_id("board")
GROUPS = {
    HELPDESK: (object_id("zoltan.nagy"), FIRST_LINE),
    FIRST_LINE: (object_id("amara.okafor"),),
    EXECUTIVES: (BOARD,),
    BOARD: (object_id("oskar.bergman"),),
}
"""The members of each: people and other groups."""
