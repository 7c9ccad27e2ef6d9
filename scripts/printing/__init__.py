"""Printing marked documents as PDF, and reading the prints back with text extractors."""
