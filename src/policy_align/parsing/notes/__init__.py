"""Footnotes, and the marks in the text that cite them.

``texts`` finds where a note begins and ends, ``places`` and ``citations`` the marks (``signs``)
that call for it, ``marking`` puts notes and text together.
"""
