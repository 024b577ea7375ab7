"""What is counted for whoever runs it, in Prometheus' words; nothing of any tenant."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("callboard_http_requests", "HTTP requests", ("method", "status"))
SECONDS = Histogram(
    "callboard_http_request_seconds",
    "Seconds to answer a request",
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
SOCKETS = Gauge("callboard_sockets", "Sockets connected to this process")
EVENTS = Counter("callboard_events", "Events of the log sent to a room", ("type",))
