"""What every request passes at the door: idempotency keys, limits, addresses, refusals turned into pages."""
