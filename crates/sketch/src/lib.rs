//! A prompt and a seed to a plan, a plan to samples: the same bits everywhere.
