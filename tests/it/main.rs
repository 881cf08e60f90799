//! What the tool promises, tested from outside the crate. One binary: each more would link the whole library once more.

mod adoption;
mod apis;
mod book;
mod cargo_messages;
mod completions;
mod config;
mod dependencies;
mod fixes;
mod fixing;
mod fixtures;
mod fuzz;
mod goldens;
mod guard;
mod hostile;
mod hygiene;
mod keys;
mod own_lints;
mod props;
mod readme;
mod replacements;
mod rules;
mod same_bytes;
mod scaffold;
mod support;
mod trouble;
mod why;
