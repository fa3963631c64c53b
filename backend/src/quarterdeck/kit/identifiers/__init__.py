"""Identifiers of devices as files and agents write them, brought to one spelling, or refused with the reason.

`value` of an outcome is the form that is stored and compared. What cannot identify a device (a placeholder, a number
that a spreadsheet has rounded) has no value, so nothing can match by it.
"""
