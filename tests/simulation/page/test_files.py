import pytest

from simulation.page.files import LIBRARIES, MODULES
from tests.simulation.page.conftest import Page


@pytest.mark.parametrize("name", LIBRARIES)
async def test_every_library_is_there(page: Page, name: str) -> None:
    response = await page.browser.get(f"/lib/{name}")
    assert response.status == 200
    assert (response.content_type == "text/javascript") == name.endswith(".js")


async def test_nothing_else_of_node_modules_is_served(page: Page) -> None:
    assert (MODULES / "adaptivecards/package.json").exists()
    for path in ("/lib/package.json", "/lib/..%2fadaptivecards%2fpackage.json", "/js/../app.py"):
        assert (await page.browser.get(path)).status == 404
