//! Ranking: filled below.
