"""Property tests try the same examples at each run; HYPOTHESIS_PROFILE=search tries others."""

import os

from hypothesis import settings

# How long an example takes on a busy machine says nothing; each test has its time limit.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", derandomize=False, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# Two test processes with two threads of linear algebra each would wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
