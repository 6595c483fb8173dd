//! What the program does, without drawing it.
