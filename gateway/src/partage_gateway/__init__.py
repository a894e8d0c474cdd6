"""One door to the services of a Partage house: proxy, developer portal, merged OpenAPI. It knows no domain noun."""
