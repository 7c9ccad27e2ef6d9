"""From paragraphs to the section tree of sentences.

``assembly`` is the entry: ``kinds`` names what a paragraph is, ``headings`` builds the tree,
``contents`` knows a table of contents, ``sentences`` splits.
"""
