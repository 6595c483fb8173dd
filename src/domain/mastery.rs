//! How well points, topics and chapters are known.
