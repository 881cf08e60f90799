//! Companion runtime of async-lint.
