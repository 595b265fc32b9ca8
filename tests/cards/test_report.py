from cards.render import report_card
from cards.views import Button, Fact, ReportView, Section

VIEW = ReportView(
    title="Why I say so",
    lead="It differs.",
    sections=(
        Section("What I read", ("On Monday.",), (Fact("SharePoint", "a picture"),)),
        Section("What I conclude", ("It is old.", "It is hidden.")),
    ),
    buttons=(Button("Check again", "check"),),
)


def test_a_report_reads_from_the_headline_through_its_parts() -> None:
    body = report_card(VIEW)["body"]
    assert [element.get("text") for element in body] == [
        "Why I say so",
        "It differs.",
        "What I read",
        "On Monday.",
        None,
        "What I conclude",
        "It is old.",
        "It is hidden.",
    ]
    assert body[4]["facts"] == [{"title": "SharePoint", "value": "a picture"}]


def test_a_part_without_facts_has_none() -> None:
    assert [each["type"] for each in report_card(VIEW)["body"]].count("FactSet") == 1


def test_a_report_ends_with_what_can_be_done() -> None:
    assert [each["verb"] for each in report_card(VIEW)["actions"]] == ["check"]
