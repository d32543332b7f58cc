"""Canonical JSON, Ed25519, proofs on documents, commitments: signatures that others can check without us. No Django."""
