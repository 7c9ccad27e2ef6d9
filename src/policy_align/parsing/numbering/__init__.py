"""Labels of sections, articles and items, and how they count on.

``labels`` finds a label, ``systems`` reads its number and style, ``pairs`` tells which labels
of the two languages name the same place, ``counting`` where a numbering goes on.
"""
