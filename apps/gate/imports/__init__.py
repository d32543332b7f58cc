"""What comes in by file: read row by row, refused row by row with a reason, taken once."""
