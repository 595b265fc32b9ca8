"""Say one thing in several forms, of which a SharePoint site may not serve each."""

from collections.abc import Awaitable, Callable, Sequence

from bot.m365.answer import Answer, Request

_NOT_UNDERSTOOD = frozenset({400, 405, 501})
# SharePoint says this of an address that it does not serve, rather than of a file.
_NO_SUCH_RESOURCE = "ResourceNotFoundException"


async def ask_as_served(
    send: Callable[[Request], Awaitable[Answer]], forms: Sequence[Request]
) -> tuple[Request, Answer]:
    """Send the first form that the site serves; what it says to the first, if it serves none."""
    asked = [(forms[0], await send(forms[0]))]
    for form in forms[1:]:
        if is_served(asked[-1][1]):
            break
        asked.append((form, await send(form)))
    return asked[-1] if is_served(asked[-1][1]) else asked[0]


def is_served(answer: Answer) -> bool:
    """Whether an answer is about what was asked for, and not about the address."""
    if answer.status == 404:
        return answer.code is not None and _NO_SUCH_RESOURCE not in answer.code
    return answer.status not in _NOT_UNDERSTOOD
