"""Taking over translation memories that other tools or people made."""

from policy_align.importing.importer import Imported, import_memories

__all__ = ["Imported", "import_memories"]
