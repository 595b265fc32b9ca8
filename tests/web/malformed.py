"""Requests that are none, or that no client sends by itself."""

from tests.web.raw import HOST, request

# Stands in requests wherever a name or a token could.
SECRET = b"alice-ames"
LONG = SECRET * 2_000
JSON = b"Content-Type: application/json"
CHUNKED = b"Transfer-Encoding: chunked"
POST = b"POST /api/messages"

MALFORMED = {
    "an unknown method": request(b"FOO /healthz"),
    "a secret as method": request(SECRET + b" /healthz"),
    "a method in small letters": request(b"get /healthz"),
    "a version of the future": b"GET /healthz HTTP/9.9\r\n" + HOST + b"\r\n\r\n",
    "a word for a version": b"GET /healthz " + SECRET + b"\r\n" + HOST + b"\r\n\r\n",
    "no version": b"GET /" + SECRET + b"\r\n\r\n",
    "two versions": request(b"GET /healthz HTTP/1.1"),
    "no host": b"GET /healthz HTTP/1.1\r\n\r\n",
    "two hosts": request(b"GET /healthz", HOST),
    "a header without a colon": request(b"GET /healthz", SECRET),
    "a header with a space in its name": request(b"GET /healthz", b"X " + SECRET + b": x"),
    "a header without a name": request(b"GET /healthz", b": " + SECRET),
    "a header over two lines": request(b"GET /healthz", b"X: x", b" " + SECRET),
    "NUL in a header": request(b"GET /healthz", b"X: " + SECRET + b"\0"),
    "a header that is too long": request(b"GET /healthz", b"X: " + LONG),
    "a header's name that is too long": request(b"GET /healthz", LONG + b": x"),
    "a path that is too long": request(b"GET /" + LONG),
    "too many headers": request(b"GET /healthz", *[b"X%d: " % n + SECRET for n in range(500)]),
    "a path without a slash": request(b"GET " + SECRET),
    "a query without a path": request(b"GET ?" + SECRET),
    "a star for a path": request(b"GET *"),
    "NUL in a path": request(b"GET /" + SECRET + b"\0"),
    "bytes in a path that are no UTF-8": request(b"GET /" + SECRET + b"\xff\xfe"),
    "an address with half a host": request(b"GET http://[" + SECRET + b"/healthz"),
    "an address with a port beyond all": request(b"GET http://" + SECRET + b":99999999/healthz"),
    "lines that end in LF": b"GET /healthz HTTP/1.1\n" + HOST + b"\n\n",
    "lines that end in CR": b"GET /healthz HTTP/1.1\r" + HOST + b"\r\r",
    "a length that is a word": request(POST, JSON, b"Content-Length: " + SECRET),
    "a length below zero": request(POST, JSON, b"Content-Length: -5"),
    "a length with a sign": request(POST, JSON, b"Content-Length: +2", body=b"{}"),
    "a length beyond all": request(POST, JSON, b"Content-Length: " + b"9" * 40),
    "two lengths": request(POST, JSON, b"Content-Length: 5", b"Content-Length: 6"),
    "a length and chunks": request(POST, JSON, b"Content-Length: 5", CHUNKED, body=b"0\r\n\r\n"),
    "an unknown transfer encoding": request(POST, JSON, b"Transfer-Encoding: " + SECRET),
    "a transfer encoding after chunks": request(POST, JSON, CHUNKED + b", " + SECRET),
    "a chunk without a length": request(POST, JSON, CHUNKED, body=SECRET + b"\r\n\r\n"),
    "a chunk that is longer than said": request(POST, JSON, CHUNKED, body=b"2\r\n{}" + SECRET),
    "a trailer without a colon": request(
        POST, JSON, CHUNKED, body=b"2\r\n{}\r\n0\r\n" + SECRET + b"\r\n\r\n"
    ),
    "a compression that nobody has": request(
        POST, JSON, b"Content-Encoding: br", b"Content-Length: 10", body=SECRET
    ),
    "the preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "the hello of TLS": bytes.fromhex("16030100c8010000c40303") + SECRET * 20,
    "every byte": bytes(range(256)),
}
# Well-formed, and refused or answered by the application.
ODD = {
    "a tunnel": (request(b"CONNECT " + SECRET + b":443"), 404),
    "a tunnel to a route": (request(b"CONNECT /healthz"), 404),
    "options of everything": (request(b"OPTIONS *"), 404),
    "a whole address": (request(b"GET http://" + SECRET + b"/healthz"), 200),
    "percent signs": (request(b"GET /" + SECRET + b"%zz%00%ff"), 404),
    "a way up": (request(b"GET /../../" + SECRET), 404),
    "two slashes": (request(b"GET //" + SECRET + b"/%2e%2e"), 404),
    "an unknown expectation": (request(POST, b"Expect: " + SECRET), 417),
    "an unknown expectation elsewhere": (request(b"GET /" + SECRET, b"Expect: " + SECRET), 417),
    "a web socket": (request(b"GET /healthz", b"Connection: Upgrade", b"Upgrade: websocket"), 200),
    "HTTP/2 without TLS": (request(b"GET /healthz", b"Connection: Upgrade", b"Upgrade: h2c"), 200),
    "a body that is not compressed as announced": (
        request(POST, JSON, b"Content-Encoding: gzip", b"Content-Length: 10", body=SECRET),
        400,
    ),
    "a body that nobody reads and that can't be read": (
        request(b"GET /healthz", b"Content-Encoding: gzip", b"Content-Length: 10", body=SECRET),
        200,
    ),
}
