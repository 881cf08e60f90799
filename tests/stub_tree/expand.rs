//! Expansion of the stubs' own `macro_rules!`: one rule each, parameters `$name:kind` parted by commas, no repetition.

use proc_macro2::{Group, TokenStream, TokenTree};
use std::collections::BTreeMap;
use syn::{Item, ItemMacro};

/// The macros seen so far in a file: parameters and body.
#[derive(Default)]
pub(crate) struct Macros(BTreeMap<String, (Vec<String>, TokenStream)>);

impl Macros {
    /// Stores a definition, or returns the items of a call.
    pub(crate) fn take(&mut self, item: ItemMacro) -> Vec<Item> {
        if let Some(name) = item.ident {
            let mut groups = item.mac.tokens.into_iter().filter_map(|token| match token {
                TokenTree::Group(group) => Some(group.stream()),
                _ => None,
            });
            let parameters = groups.next().expect("a rule has parameters");
            let body = groups.next().expect("a rule has a body");
            assert!(groups.next().is_none(), "{name} has one rule");
            self.0.insert(name.to_string(), (parameter_names(parameters), body));
            return Vec::new();
        }
        let name = item.mac.path.require_ident().expect("a macro of the file").to_string();
        let (parameters, body) = self.0.get(&name).unwrap_or_else(|| panic!("{name} is not defined above its call"));
        let arguments: Vec<TokenTree> = item.mac.tokens.into_iter().filter(|token| !is_punct(token, ',')).collect();
        assert_eq!(arguments.len(), parameters.len(), "{name}: one token for each parameter");
        let expanded = substitute(body.clone(), parameters, &arguments);
        syn::parse2::<syn::File>(expanded).unwrap_or_else(|error| panic!("{name}: {error}")).items
    }
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

fn parameter_names(tokens: TokenStream) -> Vec<String> {
    let tokens: Vec<_> = tokens.into_iter().collect();
    tokens.windows(2).filter(|pair| is_punct(&pair[0], '$')).map(|pair| pair[1].to_string()).collect()
}

fn substitute(body: TokenStream, parameters: &[String], arguments: &[TokenTree]) -> TokenStream {
    let mut output = Vec::new();
    let mut tokens = body.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let inner = substitute(group.stream(), parameters, arguments);
                output.push(TokenTree::Group(Group::new(group.delimiter(), inner)));
            }
            token if is_punct(&token, '$') => {
                let name = tokens.next().expect("a name follows `$`").to_string();
                let at = parameters.iter().position(|known| *known == name).unwrap_or_else(|| panic!("${name} is no parameter"));
                output.push(arguments[at].clone());
            }
            token => output.push(token),
        }
    }
    output.into_iter().collect()
}
