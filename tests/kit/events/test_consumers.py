"""From one service's commit to another's: through the outbox, the bus and the inbox, each event once."""

from partage_kit.db import Database
from support import parcels
from support.nats_server import NatsServer
from support.parcels import bus_to, hearings, known, parcel, send, working
from support.waiting import eventually


async def test_what_one_service_announces_the_other_knows(shop: Database, desk: Database, nats: NatsServer) -> None:
    async with working(shop, bus_to(nats.url)), working(desk, bus_to(nats.url), parcels.desk):
        await send(shop, range(40))
        await eventually(lambda: known(desk), lambda seen: len(seen) == 40)
        assert await known(desk) == {parcel(n): (1, "sent", n) for n in range(40)}
        assert await hearings(desk) == [(parcel(n), 1) for n in range(40)]
