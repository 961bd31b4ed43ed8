"""What practices are given and must not fall over: a file a kind, each by the way people take.

Searches, a broken index, two editors at once, imports with duplicates, circles of merges, and
another's drafts.
"""
