"""Reference documents generated from the code and checked in: event schemas, AsyncAPI, problems, roles."""
