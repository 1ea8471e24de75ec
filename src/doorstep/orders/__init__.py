"""Orders, shipments, parcels."""
