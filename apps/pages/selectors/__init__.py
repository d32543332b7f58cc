"""One page, one frozen dataclass, drawn by its template and said as JSON by its twin."""
