"""Four small files every floor stands on: errors, clock, models, permissions."""
