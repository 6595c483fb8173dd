//! The notation of diagrams: parse, lay out, print as text.
