"""Why a decision came out as it did: as text, Markdown, HTML and JSON."""
