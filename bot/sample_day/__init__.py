"""The sample day: a brush fire in the back country, played over the wire and checked."""
