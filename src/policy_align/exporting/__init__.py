"""Exporting a corpus for other ecosystems."""

from policy_align.exporting.huggingface import export_hf

__all__ = ["export_hf"]
