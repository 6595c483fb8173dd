//! Values with units: what numeric questions compute and compare.
