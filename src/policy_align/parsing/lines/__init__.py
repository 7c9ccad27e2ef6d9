"""Lines of a file as every step of parsing sees them.

``source`` is what a file gives, ``rows`` the lines in work, ``paragraphs`` what they become;
``characters``, ``wording`` and ``measure`` tell what a line looks like.
"""
