"""Other ways to compute `apps.algorithms.review_graph`, for more reviews than its definition reads in good time.

Each gives the definition's figures to 1e-5; none is needed to run the site (`pip install trustmgmt[engines]`).
"""
