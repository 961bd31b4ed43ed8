"""What can go wrong with the model of meaning."""


class EmbedderFailed(Exception):
    """The model cannot be loaded, or did not answer: search goes on by words alone."""
