"""Inventories into files and out of them: edits that keep comments, spreadsheets, calendars."""
