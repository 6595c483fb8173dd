//! From what the learner gave to a verdict.
