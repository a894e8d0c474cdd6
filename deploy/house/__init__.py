"""The local house: nats-server, three services and the gateway on SQLite, started together and stopped together."""
