"""Fitting the weights of the aligner: texts, alignment problems, the field, calibration."""
