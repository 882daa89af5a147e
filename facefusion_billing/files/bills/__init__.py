"""The vendor's bills to values: CSV, XLSX and JSON, in folders and zip archives.

Columns are found by the words of their header, never by their position.
"""
