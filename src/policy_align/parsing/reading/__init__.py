"""From a file to its pages of lines: text in any encoding, DOCX and HTML.

``files`` opens and bounds the file, ``encodings`` decodes text, ``markup`` reads DOCX and HTML
through ``docx`` and ``html``. PDFs have a room of their own, ``pdf``.
"""
