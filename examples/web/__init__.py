"""A web front end of ketaclinic: server-rendered pages in four languages and a JSON API, without any script.

`python -m examples.web` serves it on this machine's loopback address. It keeps nothing of what a patient types: that
travels in the body of each form and of each answer, never in an address, a log or a file.
"""
