"""Tables in plain text: rows rebuilt from the cells that an extractor laid out.

``finding`` is the entry. ``layout`` reads rows that stand on one line, ``flow`` rows whose cells
stand one below the other, with ``parts``, ``search``, ``cells`` and ``lone_cells`` below it;
``bilingual`` tells tables that hold both languages.
"""
