//! Handlers that an attribute names among its arguments: `#[routes("/dumps" => post(create_dump))] struct Dumps;`. What a macro generates is not known,
//! so the fn must also have a handler's signature: async, with a parameter that reads the request, and a return type that answers it.

use super::super::known::KnownDefs;
use super::attribute_fns::plain_path;
use crate::catalogue::Role;
use crate::facts::{Attr, Name, TypeRef};
use crate::names::{CrateKind, CrateStore, DefId, DefKind, Namespace, Res};
use crate::syntax::{LexKind, Lexeme, Lexer};
use crate::types::{Ty, TyKind};
use rustc_hash::FxHashMap;

/// Lists inside lists are followed to this depth.
const MAX_DEPTH: usize = 16;

/// A handler that an attribute names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::analysis) struct Listed {
    /// The HTTP method and the whole path, if both are written there and there is only one.
    pub(in crate::analysis) route: Option<(String, String)>,
}

/// An item whose attribute names a handler, with the method and the path that it gives.
type Listing = (DefId, Option<(String, String)>);

/// A path in an attribute's arguments, with what is written around it.
#[derive(Debug, PartialEq, Eq)]
struct Mention<'t> {
    path: &'t str,
    /// The word before the parentheses around the path alone: `post(create)`.
    word: Option<&'t str>,
    /// The literal before the `=>` in front of it.
    route: Option<&'t str>,
}

impl KnownDefs<'_> {
    /// The handler that a fn is because an attribute names it.
    pub(in crate::analysis) fn listed_handler(&self, def: DefId) -> Option<&Listed> {
        self.declared.listed_handlers.get_or_init(|| self.find_listed_handlers()).get(&def)
    }

    fn find_listed_handlers(&self) -> FxHashMap<DefId, Listed> {
        let store = self.db.store;
        // Of each listed fn or list: the lists that name it, by their items.
        let mut handlers: FxHashMap<DefId, Vec<Listing>> = FxHashMap::default();
        let mut lists: FxHashMap<DefId, Vec<(DefId, Option<String>)>> = FxHashMap::default();
        for def in store.local_crates().iter().flat_map(|krate| store.defs_of(*krate)) {
            if !matches!(store.def(def).kind, DefKind::Struct | DefKind::Enum | DefKind::Fn | DefKind::Module) || store.def(def).in_test {
                continue;
            }
            let Some(item) = store.item(def) else { continue };
            let may_list = |attr: &&Attr| !attr.args.is_empty() && attr.derives.is_empty() && !self.is_of_dependency(def, attr);
            for attr in item.attrs.iter().filter(may_list) {
                for mention in mentions(&attr.args) {
                    let word = mention.word.unwrap_or_default();
                    if let Some(named) = resolve(store, def, mention.path, Namespace::Value)
                        && named != def
                        && (handlers.contains_key(&named) || self.has_handler_signature(named))
                    {
                        let route = mention.route.filter(|_| super::super::tasks::METHODS.contains(&word));
                        let route = route.map(|route| (word.to_uppercase(), route.to_owned()));
                        handlers.entry(named).or_default().push((def, route));
                    } else if let Some(named) = resolve(store, def, mention.path, Namespace::Type)
                        && store.item(named).is_some_and(|item| item.attrs.iter().any(|other| other.path.joined() == attr.path.joined()))
                    {
                        lists.entry(named).or_default().push((def, mention.route.map(str::to_owned)));
                    }
                }
            }
        }
        let whole = |(list, route): &Listing| {
            let (method, path) = route.clone()?;
            Some((method, below(&lists, *list, path, 0)?))
        };
        let route = |named: &[Listing]| if let [only] = named { whole(only) } else { None };
        handlers.into_iter().map(|(def, named)| (def, Listed { route: route(&named) })).collect()
    }

    /// Whether an attribute is a macro of a dependency, or a derive's helper named after its crate. What a dependency's macro does with fns is known
    /// or harmless: `#[tracing::instrument(skip(state))]` does not serve `state`.
    fn is_of_dependency(&self, def: DefId, attr: &Attr) -> bool {
        let store = self.db.store;
        store.attribute_paths(def, attr).iter().any(|path| {
            let krate = Name::new(path.split("::").next().unwrap_or_default());
            let is_own = store.local_crates().iter().any(|local| store.krate(*local).name == krate);
            store.names_crate(def.krate, krate) && !is_own
        })
    }

    /// Whether a fn is async, reads a request and answers it.
    fn has_handler_signature(&self, def: DefId) -> bool {
        let (Some(function), Some(sig)) = (self.db.function(def), self.db.fn_sig(def)) else { return false };
        if !function.sig.is_async || sig.self_param.is_some() || self.db.store.def(def).in_test {
            return false;
        }
        let answers = self.has_role(&sig.declared_ret, Role::Response) || self.returns_impl(def, &function.sig.ret);
        answers && sig.params.iter().any(|param| self.has_role(param, Role::Extractor))
    }

    /// Whether a type or a part of it has a role.
    fn has_role(&self, ty: &Ty, role: Role) -> bool {
        let plays = |path: &str| self.catalogue.roles().of(path).contains(&role);
        ty.any(&mut |part| match part.kind() {
            TyKind::Adt(def, _) => plays(&self.db.store.canonical_path(*def)),
            TyKind::External(path, _) => plays(&path.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::")),
            _ => false,
        })
    }

    /// Whether a fn returns `impl Trait` of a trait with which handlers answer.
    fn returns_impl(&self, def: DefId, ret: &TypeRef) -> bool {
        let store = self.db.store;
        let TypeRef::ImplTrait(bounds) = ret else { return false };
        bounds.iter().any(|bound| {
            let path = match store.resolve(store.scope_of(def), &bound.path, Namespace::Type).res {
                Res::External(names) => names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join("::"),
                Res::Def(found) => store.canonical_path(found).to_string(),
                _ => return false,
            };
            self.catalogue.roles().of(&path).contains(&Role::Response)
        })
    }
}

/// A path below those of the lists that name this list, if each is named once and with a literal.
fn below(lists: &FxHashMap<DefId, Vec<(DefId, Option<String>)>>, list: DefId, path: String, depth: usize) -> Option<String> {
    match lists.get(&list).map(Vec::as_slice) {
        None => Some(if path.is_empty() { "/".to_owned() } else { path }),
        Some([(outer, Some(prefix))]) if depth < MAX_DEPTH => below(lists, *outer, format!("{prefix}{path}"), depth + 1),
        Some(_) => None,
    }
}

/// What a path in an attribute of an item means: in the item's module, or inside the item if it is a module.
fn resolve(store: &CrateStore<'_>, item: DefId, path: &str, namespace: Namespace) -> Option<DefId> {
    let path = plain_path(path)?;
    let inside = (store.def(item).kind == DefKind::Module).then_some(item);
    inside.into_iter().chain(store.def(item).parent).find_map(|scope| {
        let found = store.resolve(scope, &path, namespace);
        match found.res {
            Res::Def(def) if found.rest == 0 && store.krate(def.krate).kind == CrateKind::Local => {
                let is_fn = store.def(def).kind == DefKind::Fn;
                (is_fn == (namespace == Namespace::Value)).then_some(def)
            }
            _ => None,
        }
    })
}

/// All paths among an attribute's arguments.
fn mentions(args: &str) -> Vec<Mention<'_>> {
    let lexemes: Vec<Lexeme> = Lexer::new(args, 0).filter(|lexeme| !matches!(lexeme.kind, LexKind::Comment { .. })).collect();
    let kind = |at: usize| lexemes.get(at).map(|lexeme| lexeme.kind);
    let (mut found, mut depth, mut route): (Vec<Mention<'_>>, usize, Option<(usize, &str)>) = (Vec::new(), 0, None);
    let mut at = 0;
    while let Some(lexeme) = lexemes.get(at) {
        match lexeme.kind {
            LexKind::Open(_) => depth += 1,
            LexKind::Close(_) => {
                depth = depth.saturating_sub(1);
                route = route.filter(|(of, _)| *of <= depth);
            }
            LexKind::Punct(b',') => route = route.filter(|(of, _)| *of < depth),
            LexKind::Literal if kind(at + 1) == Some(LexKind::Punct(b'=')) && kind(at + 2) == Some(LexKind::Punct(b'>')) => {
                let text = args[lexeme.start..lexeme.end].strip_prefix('"').and_then(|text| text.strip_suffix('"'));
                route = text.filter(|text| !text.contains('\\')).map(|text| (depth, text));
            }
            LexKind::Ident => {
                let first = at;
                while kind(at + 1) == Some(LexKind::Punct(b':'))
                    && kind(at + 2) == Some(LexKind::Punct(b':'))
                    && kind(at + 3) == Some(LexKind::Ident)
                {
                    at += 3;
                }
                let is_alone = kind(at + 1) == Some(LexKind::Close(b')'));
                let word = match first.checked_sub(2).map(|at| lexemes[at]) {
                    Some(word) if is_alone && word.kind == LexKind::Ident && kind(first - 1) == Some(LexKind::Open(b'(')) => {
                        Some(&args[word.start..word.end])
                    }
                    _ => None,
                };
                found.push(Mention { path: &args[lexeme.start..lexemes[at].end], word, route: route.map(|(_, route)| route) });
            }
            _ => {}
        }
        at += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_in_arguments() {
        let args = r#"routes ( "" => [ get ( list ) , post ( own :: create ) ] , "/x" => sub ( x :: X ) ) , tag = "post(none)" , other"#;
        let mention = |path, word, route| Mention { path, word, route };
        let wanted = [
            mention("routes", None, None),
            mention("get", None, Some("")),
            mention("list", Some("get"), Some("")),
            mention("post", None, Some("")),
            mention("own :: create", Some("post"), Some("")),
            mention("sub", None, Some("/x")),
            mention("x :: X", Some("sub"), Some("/x")),
            mention("tag", None, None),
            mention("other", None, None),
        ];
        assert_eq!(mentions(args), wanted);
        assert_eq!(
            mentions("a ( \"/x\" => get ( b , c ) , d"),
            [
                mention("a", None, None),
                mention("get", None, Some("/x")),
                mention("b", None, Some("/x")),
                mention("c", None, Some("/x")),
                mention("d", None, None),
            ]
        );
    }
}
