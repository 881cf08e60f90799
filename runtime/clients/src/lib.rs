//! Nothing but tests: `tests/clients` has the guard over blocking clients, and `families` runs `runtime/tests/guard` in whichever profile this
//! package is built.
