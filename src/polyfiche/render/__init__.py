"""Localized sheets in, bytes out."""
