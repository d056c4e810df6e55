"""How much that is for one customer: sure, on average, at most; by day, week, month and quarter; and silences."""
