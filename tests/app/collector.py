"""A collector of metrics, which keeps what it takes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.test_utils import TestServer
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
)


class Collector:
    """What takes metrics over HTTP."""

    def __init__(self) -> None:
        self.address = ""
        self.taken: list[ExportMetricsServiceRequest] = []

    async def take(self, request: web.Request) -> web.Response:
        assert request.path == "/v1/metrics"
        self.taken.append(ExportMetricsServiceRequest.FromString(await request.read()))
        return web.Response(content_type="application/x-protobuf")

    def names(self) -> set[str]:
        [resource] = self.taken[-1].resource_metrics
        return {metric.name for scope in resource.scope_metrics for metric in scope.metrics}

    def resource(self) -> dict[str, str]:
        [resource] = self.taken[-1].resource_metrics
        return {each.key: each.value.string_value for each in resource.resource.attributes}


@asynccontextmanager
async def collecting() -> AsyncIterator[Collector]:
    """Serve a collector."""
    running, app = Collector(), web.Application()
    app.router.add_post("/{path:.*}", running.take)
    async with TestServer(app) as server:
        running.address = str(server.make_url("")).rstrip("/")
        yield running
