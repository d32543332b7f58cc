"""What the pages of juries show."""
