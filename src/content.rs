//! Files of packs -> raw mirror -> checks -> domain values. Every error has a place.
