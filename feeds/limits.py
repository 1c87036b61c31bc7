"""How much of outside text is kept or looked at. Far beyond what any source needs, far below what would hurt."""

MAX_TITLE, MAX_SUMMARY, MAX_CONTENT = 2_000, 50_000, 2_000_000
"""Characters kept of each field of an entry."""

MAX_ADDRESS = 4_000
"""Characters of a link."""

MAX_DATE_WORDS = 1_000
"""Characters of the words a date is looked for in."""

MAX_TAGS = 100_000
"""Tags of a feed that is read at all: feedparser takes two seconds for as many."""

MAX_REFERENCES = 1_500_000
"""Ampersands of a feed that is read at all, for the same reason."""

MAX_LINES = MAX_BRACKETS = 1_500_000
"""Lines of a feed that is read at all, and closing brackets: expat hands on each of them by itself."""

MAX_UNCOUNTED = 1_000_000
"""Bytes of a feed that is read at all where nothing of this can be counted, for the way its letters are written."""

MAX_ITEMS = 20_000
"""Items of a JSON list that is read at all."""

MAX_MARKUP = 5_000_000
"""Characters of markup that are turned to words; what lies beyond is left out."""

MAX_PAGE_BYTES = 6_000_000
MAX_PDF_PAGES = 300
MAX_TEXT = 1_000_000
"""Characters of an article that are kept."""

MAX_VALIDATOR = 1_000
"""Characters of a validator that is sent back: with longer ones a server refuses the whole question."""

MAX_ROBOTS = 500 * 1024
"""Bytes of a robots.txt that are read (RFC 9309, 2.5)."""
