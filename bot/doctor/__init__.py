"""What an installation needs to run well, looked at piece by piece: `podline doctor`."""
