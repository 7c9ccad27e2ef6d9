"""Tables in plain text: rows rebuilt from the cells that an extractor laid out.

``finding`` is the entry. ``layout`` reads rows that stand on one line, ``flow`` rows whose cells
follow one another (with ``parts`` and ``search``), ``lone_cells`` and ``scattered`` cells on lines
of their own (``runs``): those that follow one another, and those with other text between them.
``cells`` is what all share. ``links`` tells what tables mean for the languages of their lines,
``bilingual`` which columns hold which language.
"""
