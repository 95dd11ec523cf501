"""The five documents in, rows of the published tables out; one module a document or kind of table."""
