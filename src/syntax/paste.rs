//! Names that `paste!` and its successors join: `[<get_ $field>]`, `[<$Name:snake _id>]`.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

/// The tokens with all joined names; `None` if there are none, or one cannot be read.
pub(super) fn pasted(tokens: &TokenStream) -> Option<TokenStream> {
    let mut changed = false;
    let joined = join_all(tokens.clone(), &mut changed)?;
    changed.then_some(joined)
}

fn join_all(tokens: TokenStream, changed: &mut bool) -> Option<TokenStream> {
    let mut out = Vec::new();
    for tree in tokens {
        let TokenTree::Group(group) = tree else {
            out.push(tree);
            continue;
        };
        if let Some(inside) = bracketed(&group) {
            *changed = true;
            out.push(TokenTree::Ident(joined(&inside, group.span())?));
            continue;
        }
        let mut copy = Group::new(group.delimiter(), join_all(group.stream(), changed)?);
        copy.set_span(group.span());
        out.push(TokenTree::Group(copy));
    }
    Some(out.into_iter().collect())
}

/// The tokens inside `[<` and `>]`, without invisible groups.
fn bracketed(group: &Group) -> Option<Vec<TokenTree>> {
    if group.delimiter() != Delimiter::Bracket {
        return None;
    }
    let mut trees = Vec::new();
    flatten(group.stream(), &mut trees);
    let is = |tree: Option<&TokenTree>, wanted: char| matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted);
    if trees.len() < 3 || !is(trees.first(), '<') || !is(trees.last(), '>') {
        return None;
    }
    trees.pop();
    trees.remove(0);
    Some(trees)
}

fn flatten(tokens: TokenStream, out: &mut Vec<TokenTree>) {
    for tree in tokens {
        match tree {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => flatten(group.stream(), out),
            other => out.push(other),
        }
    }
}

/// One name from words, literals and `:case` modifiers.
fn joined(trees: &[TokenTree], span: Span) -> Option<Ident> {
    let mut parts: Vec<String> = Vec::new();
    let mut at = trees.iter();
    while let Some(tree) = at.next() {
        match tree {
            TokenTree::Ident(word) => {
                let word = word.to_string();
                parts.push(word.strip_prefix("r#").unwrap_or(&word).to_owned());
            }
            TokenTree::Literal(literal) => parts.push(literal.to_string().trim_matches('"').replace('-', "_")),
            TokenTree::Punct(colon) if colon.as_char() == ':' => {
                let Some(TokenTree::Ident(case)) = at.next() else { return None };
                let part = parts.pop()?;
                parts.push(in_case(&part, &case.to_string())?);
            }
            _ => return None,
        }
    }
    syn::parse_str::<Ident>(&parts.concat()).ok().map(|name| Ident::new(&name.to_string(), span))
}

fn in_case(text: &str, case: &str) -> Option<String> {
    Some(match case {
        "lower" => text.to_lowercase(),
        "upper" => text.to_uppercase(),
        "snake" => words(text).join("_"),
        "camel" | "upper_camel" => words(text).iter().map(|word| capitalised(word)).collect(),
        "lower_camel" => words(text).iter().enumerate().map(|(at, word)| if at == 0 { word.clone() } else { capitalised(word) }).collect(),
        _ => return None,
    })
}

/// The words of a name in any case, in lower case.
fn words(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut was_lower = false;
    for c in text.chars() {
        let starts = found.is_empty() || c == '_' || (c.is_uppercase() && was_lower);
        if starts {
            found.push(String::new());
        }
        was_lower = c.is_lowercase() || c.is_ascii_digit();
        if c != '_'
            && let Some(last) = found.last_mut()
        {
            last.extend(c.to_lowercase());
        }
    }
    found.retain(|word| !word.is_empty());
    found
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn join(text: &str) -> Option<String> {
        pasted(&text.parse().expect("tokens")).map(|tokens| tokens.to_string())
    }

    #[test]
    fn words_literals_and_cases_are_joined() {
        assert_eq!(join("[<get_ name>]").as_deref(), Some("get_name"));
        assert_eq!(join("[<Set Name:snake _ 1>] ()").as_deref(), Some("Setname_1 ()"));
        assert_eq!(join("[<HttpServer:snake _id>]").as_deref(), Some("http_server_id"));
        assert_eq!(join("[<on_ \"key-down\">]").as_deref(), Some("on_key_down"));
        assert_eq!(join("[<read_all:camel>] [<read_all:lower_camel>] [<max:upper>]").as_deref(), Some("ReadAll readAll MAX"));
        assert_eq!(join("fn f() { [<a b>](); }").as_deref(), Some("fn f () { ab () ; }"));
        assert_eq!(join("[< r#type _of >]").as_deref(), Some("type_of"));
    }

    #[test]
    fn everything_else_stays() {
        assert_eq!(join("[1, 2]"), None);
        assert_eq!(join("[<T as X>::Y; 3]"), None, "an array");
        assert_eq!(join("[<a env!(\"X\")>]"), None);
        assert_eq!(join("[<a 1:loud>]"), None);
        assert_eq!(join("[<1 a>]"), None, "no name starts with a digit");
    }
}
