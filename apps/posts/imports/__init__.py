"""Content from elsewhere: marked as such, with source and licence, in a space of its own. Never trust evidence."""
