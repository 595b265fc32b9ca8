"""What was counted, read as a collector would get it."""

from collections.abc import Mapping
from datetime import UTC, datetime

from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader, NumberDataPoint

from bot.core.metrics import METER, Metrics

Attributes = tuple[tuple[str, object], ...]


class Counted:
    """Metrics that a test reads."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        self.reader = InMemoryMetricReader()
        provider = MeterProvider([self.reader], shutdown_on_exit=False)
        self.metrics = Metrics(provider.get_meter(METER), lambda: self.now)

    def read(self) -> dict[str, dict[Attributes, float]]:
        """Every metric by name, and its values by attributes."""
        data = self.reader.get_metrics_data()
        scopes = data.resource_metrics[0].scope_metrics if data else []
        return {
            metric.name: {
                _sorted(point.attributes): point.value
                for point in metric.data.data_points
                if isinstance(point, NumberDataPoint)
            }
            for scope in scopes
            for metric in scope.metrics
        }

    def of(self, name: str, **attributes: str) -> float:
        """The value of one metric with these attributes."""
        return self.read()[name][_sorted(attributes)]


def _sorted(attributes: Mapping[str, object] | None) -> Attributes:
    return tuple(sorted((attributes or {}).items()))
