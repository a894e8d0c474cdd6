"""Taking others' facts in: the registry of handlers, the inbox, and what a handler needs."""

from partage_kit.consumers.heard import announced_at
from partage_kit.consumers.newest import keep_newest
from partage_kit.consumers.reader import Patience, Reader
from partage_kit.consumers.registry import Consumers, Handler, gather_handlers

__all__ = ["Consumers", "Handler", "Patience", "Reader", "announced_at", "gather_handlers", "keep_newest"]
