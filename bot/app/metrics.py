"""Sends metrics to a collector, as the usual OTEL_* variables of the environment say."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from bot.core.clock import Now, utc_now
from bot.core.failures import StartRefused
from bot.core.metrics import METER, Metrics, unread_metrics

ENDPOINTS = ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
PROTOCOLS = ("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
PROTOCOL = "http/protobuf"
NOT_INSTALLED = (
    "OTEL_EXPORTER_OTLP_ENDPOINT is set, but what sends metrics is not installed: install "
    "photobot[metrics], or unset it."
)
OTHER_PROTOCOL = f"{{}} names another protocol than {PROTOCOL}, the only one that is spoken."
# Whoever stops the process does not wait for a collector that is away.
STOP_MILLISECONDS = 5000


@asynccontextmanager
async def open_metrics(
    environment: Mapping[str, str], now: Now = utc_now
) -> AsyncIterator[Metrics]:
    """Send metrics every minute and at the end, where the environment names a collector.

    Raises StartRefused.
    """
    if not is_wanted(environment):
        yield unread_metrics()
        return
    try:
        # An extra: imported only where it is wanted, and said where it is missing.
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import (  # noqa: PLC0415
            OTLPMetricExporter,
        )
        from opentelemetry.sdk.metrics import MeterProvider  # noqa: PLC0415
        from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader  # noqa: PLC0415
        from opentelemetry.sdk.resources import SERVICE_NAME, Resource  # noqa: PLC0415
    except ImportError:
        raise StartRefused(NOT_INSTALLED) from None
    resource = Resource.create()
    if str(resource.attributes[SERVICE_NAME]).startswith("unknown_service"):
        resource = resource.merge(Resource({SERVICE_NAME: METER}))
    reader = PeriodicExportingMetricReader(OTLPMetricExporter())
    provider = MeterProvider([reader], resource, shutdown_on_exit=False)
    try:
        yield Metrics(provider.get_meter(METER), now)
    finally:
        await asyncio.to_thread(provider.shutdown, STOP_MILLISECONDS)


def is_wanted(environment: Mapping[str, str]) -> bool:
    """Tell whether metrics are to be sent; raises StartRefused for another protocol."""
    if environment.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return False
    if "none" in environment.get("OTEL_METRICS_EXPORTER", ""):
        return False
    if not any(environment.get(name) for name in ENDPOINTS):
        return False
    for name in PROTOCOLS:
        if environment.get(name, PROTOCOL) not in {"", PROTOCOL}:
            raise StartRefused(OTHER_PROTOCOL.format(name))
    return True
