"""A front desk on ketaclinic: prices, cancellations and preparation sheets by keyboard (Tkinter).

Run it with `python -m examples.desktop` in a clone of the repository. `desk`, `fields` and `files` know no Tk: they
turn what was typed into calls of the library, and give back its answer or the problem of each field.
"""
