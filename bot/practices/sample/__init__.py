"""The first practices of a pod, as its people might have written them down."""

from pathlib import Path

FOLDER = Path(__file__).parent
