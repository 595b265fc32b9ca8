"""Metrics go to a collector where the environment names one, and nowhere else."""

import sys
from collections.abc import AsyncIterator

import pytest

from bot.app.metrics import is_wanted, open_metrics
from bot.core.failures import StartRefused
from tests.app.collector import Collector, collecting

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
AT_HOME = {ENDPOINT: "http://127.0.0.1:4318"}


@pytest.fixture
async def collector(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Collector]:
    async with collecting() as running:
        # What exports reads its address from the process's environment.
        monkeypatch.setenv(ENDPOINT, running.address)
        yield running


async def test_what_was_counted_is_sent_at_the_latest_when_the_process_stops(
    collector: Collector,
) -> None:
    async with open_metrics(AT_HOME) as metrics:
        metrics.sent("recheck", "delivered")
    assert collector.names() == {"photobot.sent"}
    assert collector.resource()["service.name"] == "photobot"


async def test_the_environment_names_the_service(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "service.name=photos,region=north")
    async with open_metrics(AT_HOME) as metrics:
        metrics.decided("nudge")
    assert collector.resource().items() >= {"service.name": "photos", "region": "north"}.items()


async def test_nothing_is_loaded_where_no_collector_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # As where only opentelemetry-api is installed.
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.metrics", None)
    async with open_metrics({}) as metrics:
        metrics.decided("nudge")


async def test_a_collector_without_what_sends_to_it_refuses_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.metrics", None)
    with pytest.raises(StartRefused, match=r"install photobot\[metrics\]"):
        async with open_metrics(AT_HOME):
            raise AssertionError("started")


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, False),
        ({ENDPOINT: ""}, False),
        (AT_HOME, True),
        ({"OTEL_EXPORTER_OTLP_METRICS_ENDPOINT": "http://127.0.0.1:4318/v1/metrics"}, True),
        (AT_HOME | {"OTEL_SDK_DISABLED": "True"}, False),
        (AT_HOME | {"OTEL_METRICS_EXPORTER": "none"}, False),
        (AT_HOME | {"OTEL_METRICS_EXPORTER": "otlp"}, True),
        (AT_HOME | {"OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf"}, True),
    ],
)
def test_the_usual_variables_decide(environment: dict[str, str], wanted: bool) -> None:
    assert is_wanted(environment) is wanted


@pytest.mark.parametrize("scope", ["", "METRICS_"])
def test_a_protocol_that_is_not_spoken_refuses_the_start(scope: str) -> None:
    name = f"OTEL_EXPORTER_OTLP_{scope}PROTOCOL"
    with pytest.raises(StartRefused, match=name):
        is_wanted(AT_HOME | {name: "grpc"})
