"""The HTTP door of pooled orders."""

from partage_procurement.pooled_orders.routes import commitments, lifecycle, orders, results, settlements

routers = (orders.router, lifecycle.router, commitments.router, results.router, settlements.router)
"""All routes of this noun."""
