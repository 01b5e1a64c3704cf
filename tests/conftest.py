"""Settings of all tests: the same examples in every run, no deadline on a busy machine, and our own strategies."""

from hypothesis import Phase, settings

import ketaclinic.testing  # noqa: F401  # for `st.from_type`, whatever is installed

# Why an example fails is explained by as many runs again as it takes to find and to shrink it.
PHASES = [phase for phase in Phase if phase is not Phase.explain]
settings.register_profile("ketaclinic", deadline=None, derandomize=True, database=None, phases=PHASES)
settings.load_profile("ketaclinic")
