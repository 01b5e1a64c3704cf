"""Sphinx' configuration. The pages of the rules and of the journey are made when the docs are built."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "ketaclinic"
author = "The ketaclinic contributors"
copyright = "2026, the ketaclinic contributors"  # noqa: A001  # Sphinx' name for it
extensions = ["clause_register", "journey", "myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "_ext"]
html_theme = "furo"
html_title = "ketaclinic"
myst_enable_extensions = ["attrs_block", "colon_fence"]
default_role = "literal"
nitpicky = True
# What stands in signatures and has no page here: other packages' names and type variables.
nitpick_ignore_regex = [
    ("py:.*", r"(collections\.abc|datetime|decimal|enum|os|typing|attr|babel|hypothesis|pendulum)\..*"),
    ("py:.*", r"(.*\.)?[TR]"),
]
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented_params"
autodoc_preserve_defaults = True
autoclass_content = "class"
napoleon_numpy_docstring = False
add_module_names = False
python_use_unqualified_type_names = True
