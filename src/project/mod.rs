//! Paths, manifests, lock files, targets, features, editions, runtimes, and where dependencies' sources lie. Reads the outside
//! world, and is the only room that does; never runs anything. Knows no syntax.

mod model;

pub use model::{Dependency, DependencyKind, Edition, Origin, Package, PackageId, Problem, Project, SourceFile, Target, TargetKind};
