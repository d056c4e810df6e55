"""What the report shows: a view model, its templates, its pictures."""
