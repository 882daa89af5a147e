"""Answers as an Excel workbook."""
