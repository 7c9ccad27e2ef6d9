"""From wrapped lines to paragraphs.

``joining`` decides for each line whether it goes on with the one before it, from what stands
``so_far``, which ``leads`` open a line and what the ``habits`` of the file are; ``parted_labels``
brings labels back to their text and ``lone_numbers`` mere numbers to the titles they count;
``spaced_titles`` puts 目　录 together.
"""
