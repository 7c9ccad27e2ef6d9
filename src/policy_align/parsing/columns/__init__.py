"""Columns that stand side by side on one line, parted from each other.

``gutters`` finds the gaps that go down a page, ``cuts`` where a line is cut, ``splitting`` parts
the languages and ``mixed_lines`` those without a gap; ``newspaper`` puts columns of one language
one below the other.
"""
