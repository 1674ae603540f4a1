"""Documents as strangers send them: each made here by a few lines, with what must become of it."""
