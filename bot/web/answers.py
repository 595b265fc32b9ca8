"""The answers to requests that failed, and the headers of every answer."""

from http import HTTPStatus

from aiohttp import web

from bot.http.problem import Refusal, problem

SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}


def error_answer(status: int, allow: str | None = None) -> web.Response:
    """Answer `{"error", "message"}` in the status' own words, with nothing of the request.

    `allow` names the methods that the resource has.
    """
    phrase = HTTPStatus(status).phrase
    response = problem(Refusal(status, phrase.lower().replace(" ", "_"), f"{phrase}."))
    if allow is not None:
        response.headers["Allow"] = allow
    return response


def add_security_headers(response: web.StreamResponse) -> None:
    """Set the headers that the handler did not set, and hide the server's software."""
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    # aiohttp would name its own version and Python's.
    response.headers["Server"] = "photobot"
