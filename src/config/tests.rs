//! Configurations as users write them.
