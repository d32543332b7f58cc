"""What is read of badges."""
