//! The value of a call of another crate's macro, if the macro's only rule ends with a call of a fn: `duct::cmd!("git")` gives what `duct::cmd`
//! gives. The macro is not expanded.

use super::{Ty, TypeDb};
use crate::facts::Name;
use crate::names::{CrateId, CrateKind, DefKind, Namespace, Res};

impl TypeDb<'_> {
    /// The type of a call of the macro at a path, as seen from the crate `home`; `None` if it is not known or generic.
    pub(super) fn macro_result(&self, home: CrateId, path: &str) -> Option<Ty> {
        let (head, rest) = path.split_once("::")?;
        if rest.contains("::") {
            return None;
        }
        let Res::Def(root) = self.store.resolve_str(home, head, Namespace::Type).res else { return None };
        if self.store.kind(root.krate) != CrateKind::Dependency {
            return None;
        }
        self.macro_results.get((root.krate, Name::new(rest)), || {
            let rules: String = self.store.exported_rules(root.krate, Name::new(rest))?.split_whitespace().collect();
            let found = self.store.resolve_str(root.krate, &format!("crate::{}", last_call(&rules)?), Namespace::Value);
            let Res::Def(def) = found.res else { return None };
            let ret = (found.rest == 0 && self.store.def(def).kind == DefKind::Fn).then(|| self.fn_sig(def))??.ret.clone();
            (ret.as_adt().is_some() && !ret.has_param()).then_some(ret)
        })
    }
}

/// The path, without `$crate`, of the fn whose call is the value of a macro's only rule. The rules have no white space.
fn last_call(rules: &str) -> Option<&str> {
    let (_, body) = rules.split_once("=>").filter(|(_, body)| !body.contains("=>"))?;
    let mut body = body.trim_end_matches(';');
    while let Some(inner) = group(body, '{', '}').or_else(|| group(body, '(', ')')) {
        body = inner;
    }
    let mut depth = 0_i32;
    let mut start = 0;
    for (at, c) in body.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ';' if depth == 0 => start = at + 1,
            _ => {}
        }
    }
    let tail = body[start..].strip_prefix("$crate::")?;
    let (path, args) = tail.split_at(tail.find('(')?);
    let is_path = path.chars().all(|c| c.is_alphanumeric() || c == '_' || c == ':');
    (is_path && group(args, '(', ')').is_some()).then_some(path)
}

/// What is in a group that is the whole text.
fn group(text: &str, open: char, close: char) -> Option<&str> {
    let inner = text.strip_prefix(open)?.strip_suffix(close)?;
    let mut depth = 0_i32;
    for c in inner.chars() {
        depth += i32::from(c == open) - i32::from(c == close);
        if depth < 0 {
            return None;
        }
    }
    (depth == 0).then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_of_the_only_rule() {
        assert_eq!(last_call("($p:expr$(,$a:expr)*)=>{{letargs=vec![$($a),*];$crate::cmd($p,args)}};"), Some("cmd"));
        assert_eq!(last_call("($($t:tt)*)=>{$crate::inner::make($($t)*)}"), Some("inner::make"));
        assert_eq!(last_call("($p:expr)=>{$crate::cmd($p).run()}"), None);
        assert_eq!(last_call("($p:expr)=>{$crate::cmd($p)+$crate::cmd($p)}"), None);
        assert_eq!(last_call("($p:expr)=>{$crate::cmd($p);}"), None);
        assert_eq!(last_call("()=>{$crate::a()};($p:expr)=>{$crate::b($p)}"), None);
        assert_eq!(last_call("($p:expr)=>{other::cmd($p)}"), None);
        assert_eq!(last_call("($p:expr)=>{$crate::cmd!($p)}"), None);
    }
}
