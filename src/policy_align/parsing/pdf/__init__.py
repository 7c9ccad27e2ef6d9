"""From a PDF to its pages of lines, by the geometry of its characters.

``reader`` leads through the steps: ``streams`` and ``forms`` refuse what would never end,
``glyphs`` gives characters with their boxes (``geometry``), ``layout`` finds ``columns`` and
``tables`` on a page, ``furniture`` what is printed on every page and ``chapter_headers`` what
names the chapter, by the ``pieces`` at the edges, ``note_marks`` and ``citations`` the notes,
``paragraphs`` where a paragraph ends.
"""
