"""The HTTP door: strict requests, problem details, pages, entity tags, OpenAPI, and what ties them together."""
