//! `#[async_lint_runtime::test]`: a `#[tokio::test]` that fails if anything in it blocks. Knows tokens; never knows what blocks.

mod arguments;

use proc_macro::{Delimiter, Group, TokenStream, TokenTree};

use arguments::Arguments;

/// A test whose body, and whose tasks on the test's own runtime, must not block.
///
/// Accepts the arguments of `#[tokio::test]` (`flavor`, `worker_threads`, `start_paused`, `name`, `crate`), and
///
/// - `at_most = 2`: how many blocking calls are tolerated,
/// - `longer_than = 1ms`: only calls that take longer count (`us`, `ms` or `s`).
///
/// `ASYNC_LINT_GUARD` decides what happens with them: `fail` (if it is not set), `record` or `off`.
#[proc_macro_attribute]
pub fn test(arguments: TokenStream, item: TokenStream) -> TokenStream {
    match Arguments::parse(arguments) {
        Ok(arguments) => expand(&arguments, item),
        Err(message) => {
            let message = message.replace(['\\', '"'], "'");
            let mut failed: TokenStream = format!("::core::compile_error!(\"{message}\");").parse().unwrap_or_default();
            failed.extend(item);
            failed
        }
    }
}

/// The same fn under `#[tokio::test]`, its body inside the guard.
fn expand(arguments: &Arguments, item: TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = item.into_iter().collect();
    let name = tokens.windows(2).find_map(|pair| match pair {
        [TokenTree::Ident(keyword), TokenTree::Ident(name)] if keyword.to_string() == "fn" => Some(name.to_string()),
        _ => None,
    });
    let Some(TokenTree::Group(body)) =
        tokens.pop().filter(|last| matches!(last, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace))
    else {
        let failed = "::core::compile_error!(\"the attribute is for an async fn with a body\");";
        return failed.parse().unwrap_or_default();
    };
    let name = name.unwrap_or_default();
    let mut call: TokenStream = format!(
        "::core::concat!(::core::module_path!(), \"::{}\"), {}, ::core::time::Duration::from_nanos({}), async",
        name.trim_start_matches("r#"),
        arguments.at_most,
        arguments.longer_than_nanos,
    )
    .parse()
    .unwrap_or_default();
    call.extend([TokenTree::Group(body)]);
    let mut guarded: TokenStream = "::async_lint_runtime::guard::__private::test".parse().unwrap_or_default();
    guarded.extend([TokenTree::Group(Group::new(Delimiter::Parenthesis, call))]);
    guarded.extend(".await".parse::<TokenStream>().unwrap_or_default());
    tokens.push(TokenTree::Group(Group::new(Delimiter::Brace, guarded)));
    let mut attribute: TokenStream = "::tokio::test".parse().unwrap_or_default();
    attribute.extend([TokenTree::Group(Group::new(Delimiter::Parenthesis, arguments.of_tokio.clone()))]);
    let mut expanded: TokenStream = "#".parse().unwrap_or_default();
    expanded.extend([TokenTree::Group(Group::new(Delimiter::Bracket, attribute))]);
    expanded.extend(tokens);
    expanded
}
