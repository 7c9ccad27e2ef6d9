"""The look-up page: the corpus in a browser, for people, and as JSON, for their tools.

The modules of this room need the extra ``web``; nothing outside it imports them before
``policy-align serve`` runs.
"""
