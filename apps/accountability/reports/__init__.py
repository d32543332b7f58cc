"""Transparency reports of Regulation (EU) 2024/2835: their structure, their files, their rules, their figures."""
