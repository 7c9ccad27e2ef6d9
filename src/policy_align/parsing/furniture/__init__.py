"""Running headers, footers and page numbers, set aside from the text.

``setting_aside`` is the entry; ``page_numbers`` are known by counting, ``running_lines`` by
repetition on their places, ``lone_lines``, which occur once, by their place;
``doubled_pages`` stand twice. ``between_languages`` finds headers once the languages are told,
``ruby`` the readings of kanji.
"""
