"""Answers for other programs: as JSON, as calendars, and in the formats of clinical systems.

Each module is imported by its own name; those that need a package beyond the three of the library name the extra to
install when it is missing.
"""
