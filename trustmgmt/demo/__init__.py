"""A believable small world in French and English, written by us, deterministic from a seed.

People, firms and figures are invented; accusations concern invented operators only.
"""
