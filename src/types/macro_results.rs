//! The value of a call of another crate's macro, if the macro's only rule ends with a call of a fn, or with a variable whose type it states:
//! `duct::cmd!("git")` gives what `duct::cmd` gives, and `xshell::cmd!(sh, "git")` a `Cmd`. The macro is not expanded.

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
            let named = |path: &str, namespace| match self.store.resolve_str(root.krate, &format!("crate::{path}"), namespace) {
                found if found.rest == 0 => match found.res {
                    Res::Def(def) => Some(def),
                    _ => None,
                },
                _ => None,
            };
            let ret = match last_call(&rules) {
                Some(path) => {
                    let def = named(path, Namespace::Value).filter(|def| self.store.def(*def).kind == DefKind::Fn)?;
                    self.fn_sig(def)?.ret.clone()
                }
                None => self.named_ty(named(last_variable(&rules)?, Namespace::Type)?),
            };
            (ret.as_adt().is_some() && !ret.has_param()).then_some(ret)
        })
    }
}

/// The path, without `$crate`, of the fn whose call is the value of a macro's only rule. The rules have no white space.
fn last_call(rules: &str) -> Option<&str> {
    let (_, tail) = value(rules)?;
    let tail = tail.strip_prefix("$crate::")?;
    let (path, args) = tail.split_at(tail.find('(')?);
    (is_path(path) && group(args, '(', ')').is_some()).then_some(path)
}

/// The path, without `$crate`, of the type that a macro's only rule states for the variable that is its value.
fn last_variable(rules: &str) -> Option<&str> {
    let (body, name) = value(rules)?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let (_, typed) = body.rsplit_once(&format!("let{name}:$crate::")).filter(|_| is_name)?;
    let path = &typed[..typed.find('=')?];
    is_path(path).then_some(path)
}

fn is_path(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == ':')
}

/// The statements of a macro's only rule, and the value at their end.
fn value(rules: &str) -> Option<(&str, &str)> {
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
    Some(body.split_at(start))
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

    #[test]
    fn the_type_of_the_variable_at_the_end() {
        assert_eq!(last_variable("($p:expr)=>{{letf=|p|p;letcmd:$crate::Cmd=$crate::__cmd!(f$p);cmd}};"), Some("Cmd"));
        assert_eq!(last_variable("($p:expr)=>{{letcmd=$crate::__cmd!($p);cmd}};"), None);
        assert_eq!(last_variable("($p:expr)=>{{letcmd:$crate::Cmd=make($p);cmd;}};"), None);
        assert_eq!(last_variable("($p:expr)=>{{letcmd:$crate::Cmd=make($p);cmd.run()}};"), None);
        assert_eq!(last_variable("($p:expr)=>{{letcmd:$crate::Cmd<u8>=make($p);cmd}};"), None);
    }
}
