"""Refusals of requests, and their answers as JSON."""

from aiohttp import web


class Refusal(Exception):
    """A request is refused before any behaviour sees it.

    Attributes:
        status: the HTTP status.
        code: stable and machine-readable, such as token_expired.
        sentence: the same for a person; it holds nothing from the request.
    """

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.sentence = sentence


def problem(refusal: Refusal) -> web.Response:
    """Answer a refusal as JSON."""
    headers = {"WWW-Authenticate": "Bearer"} if refusal.status == 401 else {}
    body = {"error": refusal.code, "message": refusal.sentence}
    return web.json_response(body, status=refusal.status, headers=headers)
