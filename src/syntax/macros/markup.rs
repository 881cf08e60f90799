//! `html!` of maud: the code in its markup is `(splices)`, `[conditions]` and `@` statements, and runs where the macro is called.

use super::super::body::{Cx, Done};
use super::Call;
use crate::facts::{BlockKind, ExprKind, MacroKind};
use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, TokenStream, TokenTree};
use syn::parse::Parser;

impl Cx<'_, '_> {
    /// Lowers the code in markup; `None` if the tokens are no markup of this kind.
    pub(super) fn markup(&mut self, call: &Call) -> Option<Done> {
        let stmts = syn::Block::parse_within.parse2(code(call.tokens.clone())?).ok()?;
        let block = self.stmts(stmts, BlockKind::Plain, None, call.sp);
        // A lone block in an unknown macro may run elsewhere; this one is evaluated like an operand.
        let evaluated = self.add(ExprKind::Tuple { items: vec![block.id] }, call.sp);
        Some(self.macro_node(call, MacroKind::Exprs { args: vec![evaluated.id] }))
    }
}

/// The statements that markup runs, in its order: `h1 { (name) } @if x { (y) }` as `{ let _ = &(name); } if x { let _ = &(y); }`. Elements,
/// attributes and literals are left out.
fn code(tokens: TokenStream) -> Option<TokenStream> {
    let mut left = tokens.into_iter();
    let mut made = Vec::new();
    while let Some(tree) = left.next() {
        match tree {
            TokenTree::Group(group) => match group.delimiter() {
                Delimiter::Brace => made.push(block(&group)?),
                Delimiter::Parenthesis | Delimiter::Bracket => made.extend(evaluated(&group)),
                Delimiter::None => made.extend(code(group.stream())?),
            },
            TokenTree::Punct(at) if at.as_char() == '@' => {
                let Some(TokenTree::Ident(word)) = left.next() else { return None };
                statement(word, &mut left, &mut made)?;
            }
            // `<p>` is markup of another macro.
            TokenTree::Punct(angle) if angle.as_char() == '<' => return None,
            _ => {}
        }
    }
    Some(made.into_iter().collect())
}

fn statement(word: Ident, left: &mut impl Iterator<Item = TokenTree>, made: &mut Vec<TokenTree>) -> Option<()> {
    let (is_let, is_match) = (word == "let", word == "match");
    made.push(word.into());
    for tree in left {
        match tree {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && !is_let => {
                made.push(if is_match { arms(&group)? } else { block(&group)? });
                return Some(());
            }
            TokenTree::Punct(end) if is_let && end.as_char() == ';' => {
                made.push(end.into());
                return Some(());
            }
            tree => made.push(tree),
        }
    }
    None
}

/// The arms of a `@match`: each pattern with the code of its markup.
fn arms(group: &Group) -> Option<TokenTree> {
    let mut made = Vec::new();
    let mut left = group.stream().into_iter().peekable();
    while left.peek().is_some() {
        loop {
            let tree = left.next()?;
            let is_arrow = matches!(&tree, TokenTree::Punct(eq) if eq.as_char() == '=' && eq.spacing() == Spacing::Joint);
            made.push(tree);
            if is_arrow && matches!(left.peek(), Some(TokenTree::Punct(end)) if end.as_char() == '>') {
                made.extend(left.next());
                break;
            }
        }
        let mut markup = Vec::new();
        while let Some(tree) = left.next_if(|tree| !matches!(tree, TokenTree::Punct(comma) if comma.as_char() == ',')) {
            let is_block = matches!(&tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
            markup.push(tree);
            if is_block && markup.len() == 1 {
                break;
            }
        }
        left.next_if(|tree| matches!(tree, TokenTree::Punct(_)));
        made.push(braced(code(markup.into_iter().collect())?));
    }
    Some(braced(made.into_iter().collect()))
}

fn block(group: &Group) -> Option<TokenTree> {
    Some(braced(code(group.stream())?))
}

fn braced(tokens: TokenStream) -> TokenTree {
    Group::new(Delimiter::Brace, tokens).into()
}

/// `let _ = &(value);`
fn evaluated(group: &Group) -> [TokenTree; 6] {
    let span = group.span();
    let word = |text: &str| TokenTree::from(Ident::new(text, span));
    let mark = |mark: char| TokenTree::from(Punct::new(mark, Spacing::Alone));
    let value = Group::new(Delimiter::Parenthesis, group.stream());
    [word("let"), word("_"), mark('='), mark('&'), value.into(), mark(';')]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(markup: &str) -> Option<String> {
        Some(code(markup.parse().ok()?)?.to_string().replace(' ', ""))
    }

    #[test]
    fn splices_conditions_and_statements_are_code() {
        let markup = r#"h1 class=(class()) { "Hi" (name) } p.big[is_big()] { @if let Some(x) = get() { (x) } @else { b { "-" } } }"#;
        let code = "let_=&(class());{let_=&(name);}let_=&(is_big());{ifletSome(x)=get(){let_=&(x);}else{{}}}";
        assert_eq!(read(markup).as_deref(), Some(code));
        let markup = "@for x in all() { li { (x) } } @let y = one(); @match y { 1 => { (a) } _ => (b), }";
        let code = "forxinall(){{let_=&(x);}}lety=one();matchy{1=>{{let_=&(a);}}_=>{let_=&(b);}}";
        assert_eq!(read(markup).as_deref(), Some(code));
    }

    #[test]
    fn other_markup_is_not_read() {
        assert_eq!(read("<p>{ name }</p>"), None);
        assert_eq!(read("@if x"), None);
    }
}
