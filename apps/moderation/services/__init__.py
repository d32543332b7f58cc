"""The only writers of moderation: reports and cases, claims, decisions, appeals."""
