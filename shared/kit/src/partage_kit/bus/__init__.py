"""The message bus: a port, the real thing (NATS JetStream), and a stand-in for tests."""

from partage_kit.bus.memory import MemoryBus
from partage_kit.bus.port import Bus, BusUnavailable, Delivery, Durable, Incoming, Message, Stream, StreamState

__all__ = ["Bus", "BusUnavailable", "Delivery", "Durable", "Incoming", "MemoryBus", "Message", "Stream", "StreamState"]
