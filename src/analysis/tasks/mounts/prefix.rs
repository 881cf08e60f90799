//! Paths below paths.

/// The paths around a handler or router, joined.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::analysis::tasks) struct Prefix {
    /// `None` if there is no path.
    pub(in crate::analysis::tasks) text: Option<String>,
    /// Whether the innermost path is that of a scope, in which `/` is a path of its own.
    pub(super) keeps_slash: bool,
    /// Whether the innermost path is that of a route, not of a router.
    pub(in crate::analysis::tasks) is_route: bool,
    /// Whether nothing but a route or a router can have taken the value before the innermost path.
    pub(super) is_direct: bool,
}

impl Prefix {
    pub(in crate::analysis::tasks) const NONE: Self = Self { text: None, keeps_slash: false, is_route: false, is_direct: true };

    pub(in crate::analysis::tasks) fn route(path: String) -> Self {
        Self { text: Some(path), is_route: true, ..Self::NONE }
    }

    /// This prefix around another, which is further inside.
    pub(in crate::analysis::tasks) fn around(&self, inner: Self) -> Self {
        match (&self.text, &inner.text) {
            (_, None) => {
                let is_direct = inner.is_direct;
                Self { is_route: self.is_route && is_direct, is_direct: self.is_direct && is_direct, ..self.clone() }
            }
            (None, Some(_)) => inner,
            (Some(outer), Some(path)) => Self { text: Some(joined(outer, path, self.keeps_slash)), ..inner },
        }
    }
}

/// A path below another, with single slashes between them.
fn joined(outer: &str, inner: &str, keeps_slash: bool) -> String {
    let outer = rooted(outer.trim_end_matches('/'));
    let inner = rooted(inner);
    match &inner[..] {
        "/" if !keeps_slash && !outer.is_empty() => outer,
        // A query belongs to the path before it.
        path if path.starts_with("/?") && !outer.is_empty() => outer + &path[1..],
        path => outer + path,
    }
}

/// A path with the slash in front that the framework adds.
pub(in crate::analysis::tasks) fn rooted(path: &str) -> String {
    if path.is_empty() || path.starts_with(['/', '*']) { path.to_owned() } else { format!("/{path}") }
}
