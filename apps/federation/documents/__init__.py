"""What we say to other sites: plain JSON with fixed names, the context inline, nothing to expand."""
