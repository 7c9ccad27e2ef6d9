"""Footnotes, and the marks in the text that cite them.

``places`` finds the lines that open notes by their ``marks``, below ``titles`` or on a page, and
``citations`` what in the text may cite them; ``texts`` tells where a note ends, ``marking`` puts
mark and text together, ``taking_out`` cuts the marks out of the sentences.
"""
