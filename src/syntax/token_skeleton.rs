//! The skeleton of the tokens of a macro call in item position, or of its expansion: bodies of fns become empty braces.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// What the next braces contain.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Other,
    /// A body, if a name comes next: the type of a fn pointer has none.
    Fn,
    Body,
    Items,
}

/// The tokens of some items, without the bodies of their fns; all spans are kept.
pub(super) fn skeleton(tokens: TokenStream) -> TokenStream {
    let mut next = Next::Other;
    let mut before = Next::Other;
    let cut = tokens.into_iter().map(|tree| {
        if next == Next::Fn {
            next = if matches!(tree, TokenTree::Ident(_)) { Next::Body } else { before };
        }
        match tree {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => match std::mem::replace(&mut next, Next::Other) {
                Next::Body => braces(&group, TokenStream::new()),
                Next::Items => braces(&group, skeleton(group.stream())),
                Next::Other | Next::Fn => TokenTree::Group(group),
            },
            TokenTree::Ident(ref ident) => {
                if ident == "fn" && next != Next::Body {
                    (before, next) = (next, Next::Fn);
                } else if next == Next::Other && (ident == "impl" || ident == "trait" || ident == "mod") {
                    next = Next::Items;
                }
                tree
            }
            TokenTree::Punct(ref punct) if matches!(punct.as_char(), ';' | '!') => {
                next = Next::Other;
                tree
            }
            tree => tree,
        }
    });
    cut.collect()
}

fn braces(group: &Group, content: TokenStream) -> TokenTree {
    let mut made = Group::new(Delimiter::Brace, content);
    made.set_span(group.span());
    TokenTree::Group(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_cut_and_nothing_else() {
        let cut = |text: &str| skeleton(text.parse().expect("tokens")).to_string().replace(' ', "");
        for (text, left) in [
            ("pub fn f(a: A) -> B { a { b } } struct S { a: fn(A) } fn g();", "pubfnf(a:A)->B{}structS{a:fn(A)}fng();"),
            ("impl<F: Fn(A)> A for F { const C: A = { 1 }; fn f() { 1 } }", "impl<F:Fn(A)>AforF{constC:A={1};fnf(){}}"),
            ("struct S<T = fn(A)> { a: T } impl !Send for S {}", "structS<T=fn(A)>{a:T}impl!SendforS{}"),
            ("impl A<fn(B) -> C> for D { fn f() { 1 } } mod m { fn g() { 1 } }", "implA<fn(B)->C>forD{fnf(){}}modm{fng(){}}"),
            ("type F = fn(A); m! { fn f() { 1 } } const X: fn() = { f };", "typeF=fn(A);m!{fnf(){1}}constX:fn()={f};"),
        ] {
            assert_eq!(cut(text), left);
        }
    }
}
