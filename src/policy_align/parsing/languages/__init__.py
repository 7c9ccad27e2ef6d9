"""Which line is Chinese and which Japanese, decided for all lines jointly.

``evidence`` weighs one line, ``clues`` and ``vocabulary`` what its neighbours and the rest of
the file say, ``assigning`` decides.
"""
