"""What texts mean, as vectors."""

import os

# Before numpy is imported: its threads wait for each other busily, and a search costs three times
# the CPU with them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
