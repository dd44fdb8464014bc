"""Dashboard of administrative-reform figures (cải cách hành chính) for Vietnamese provinces."""

__version__ = "0.1.0"
