"""The page's own files, and libraries that npm installs."""

from pathlib import Path

from aiohttp import web

HERE = Path(__file__).parent
WEB = HERE / "web"
MODULES = HERE / "node_modules"
FONT = "@fontsource-variable/open-sans/files/open-sans-{}-wght-normal.woff2"
TEAMS_JS = "/teams-js/MicrosoftTeams.min.js"
"""The one file that pages of other origins load, in place of Microsoft's TeamsJS."""

SCRIPTS = ("cyrillic", "greek", "latin", "latin-ext")

LIBRARIES = {
    "adaptivecards.js": "adaptivecards/dist/adaptivecards.min.js",
    "adaptivecards.css": "adaptivecards/dist/adaptivecards.css",
    "markdown-it.js": "markdown-it/dist/browser/markdown-it.esm.min.mjs",
    "dompurify.js": "dompurify/dist/purify.es.mjs",
    **{f"open-sans-{script}.woff2": FONT.format(script) for script in SCRIPTS},
}


def routes() -> list[web.AbstractRouteDef]:
    """Return the routes: the page at `/`, its modules and styles, and libraries under `/lib/`."""
    return [
        web.get("/", _index),
        web.get("/lib/{name}", _library),
        web.get(TEAMS_JS, _teams_js),
        web.static("/js", WEB / "js"),
        web.static("/css", WEB / "css"),
    ]


async def _index(_request: web.Request) -> web.StreamResponse:
    return web.FileResponse(WEB / "index.html", headers={"Cache-Control": "no-cache"})


async def _library(request: web.Request) -> web.StreamResponse:
    name = request.match_info["name"]
    if name not in LIBRARIES:
        raise web.HTTPNotFound
    script = {"Content-Type": "text/javascript; charset=utf-8"} if name.endswith(".js") else {}
    return web.FileResponse(MODULES / LIBRARIES[name], headers=script)


async def _teams_js(_request: web.Request) -> web.StreamResponse:
    headers = {"Content-Type": "text/javascript; charset=utf-8", "Cache-Control": "no-cache"}
    return web.FileResponse(WEB / "teams-js" / "MicrosoftTeams.js", headers=headers)
