"""Pages of moderation: report and receipt, desk, case."""
