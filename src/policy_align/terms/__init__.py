"""Terms: how they were rendered, and the term list of a corpus."""
