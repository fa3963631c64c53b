"""Reads a tabular file that nobody vouches for: CSV and its relatives, XLSX and XLS, safely and in bounded memory.

Delimited text is streamed in constant memory. A workbook is held one sheet at a time: its size is bounded by
`Limits.unpacked_bytes` and `Limits.sheet_cells`, checked before it is opened. Everything comes out as text; a file that
cannot be read is a `FileProblem` with a sentence that says what is wrong, where, and what to do.
"""
