//! The very statements that the Worker runs, on a real SQLite.
