"""Tables as people keep them: workbooks, CSV and Markdown, read into the same plain cells."""
