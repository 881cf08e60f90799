//! Empty; the package has only tests. `tests/clients` runs blocking clients under the guard, and `families` runs `runtime/tests/guard` in this
//! package's profile.
