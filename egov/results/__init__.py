"""One module a chapter: each builds its frames and its findings from tables and methods."""
