"""Platform plumbing of Partage: databases, events, identity, HTTP. No word of the domain lives here."""
