//! `macro_rules!`: real matching and transcription, within bounds.
//!
//! Hygiene is ignored: it decides which local a name refers to, and such names rarely clash. Everything is bounded, because a macro of ten
//! lines can produce more tokens than fit into memory.

mod fragment;
mod matcher;
mod pieces;
mod transcribe;

use super::MacroTable;
use super::depth;
use crate::facts::Name;
use pieces::Rule;
use proc_macro2::{TokenStream, TokenTree};
use std::collections::HashMap;
use std::rc::Rc;

/// The largest total weight of nested macro calls; a call weighs at least 1, so 128 calls (rustc's own default) may nest. Calls with deep
/// expansions weigh more, so that all of them together fit on the stack.
pub(super) const MAX_NESTED: u32 = 128;
/// Limit for the tokens of all expansions of a file.
const MAX_TOKENS: usize = 1 << 20;
/// Limit for the tokens that all matching in a file may look at.
const MAX_STEPS: usize = 1 << 23;
/// This many levels of nesting in an expansion add 1 to its weight.
const LEVELS_PER_CALL: u32 = 8;
/// The longest single expansion.
const MAX_ONE: usize = 1 << 18;

/// The rules of all definitions of one name.
pub(super) struct Rules {
    rules: Vec<Rule>,
}

/// Finds and runs macros.
pub(super) struct Expander<'t> {
    tables: [&'t MacroTable; 2],
    /// Macro definitions produced by expansions.
    made: MacroTable,
    read: HashMap<Name, Option<Rc<Rules>>>,
    tokens: usize,
    steps: usize,
}

impl<'t> Expander<'t> {
    /// Earlier tables win.
    pub(super) fn new(tables: [&'t MacroTable; 2]) -> Self {
        Self { tables, made: MacroTable::default(), read: HashMap::new(), tokens: 0, steps: 0 }
    }

    /// Adds a definition, unless the tables have one of that name.
    pub(super) fn define(&mut self, name: Name, rules: &str) {
        if self.tables.iter().all(|table| table.get(name).is_empty()) {
            self.made.add(name, rules);
            self.read.remove(&name);
        }
    }

    /// The rules of the only macro called `name` that other crates export.
    pub(super) fn foreign(&mut self, name: &str) -> Option<Rc<Rules>> {
        let path = self.tables.iter().find_map(|table| table.foreign(name))?;
        self.rules(path)
    }

    /// The rules of `name`, if any can be parsed.
    pub(super) fn rules(&mut self, name: Name) -> Option<Rc<Rules>> {
        if let Some(known) = self.read.get(&name) {
            return known.clone();
        }
        let texts = self.tables.iter().copied().chain([&self.made]).map(|table| table.get(name)).find(|texts| !texts.is_empty());
        let rules: Vec<Rule> = texts.unwrap_or(&[]).iter().filter_map(|text| pieces::read(text)).flatten().collect();
        let rules = if rules.is_empty() { None } else { Some(Rc::new(Rules { rules })) };
        self.read.insert(name, rules.clone());
        rules
    }

    /// Expands one call inside calls of total weight `above`: the tokens and the weight of this call. `None` if no rule matches or a bound
    /// is exceeded. Tokens of the definition have the call-site span.
    pub(super) fn expand(&mut self, rules: &Rules, input: &TokenStream, above: u32) -> Option<(TokenStream, u32)> {
        let input: Vec<TokenTree> = input.clone().into_iter().collect();
        for rule in &rules.rules {
            let mut work = matcher::Work { steps: &mut self.steps, max: MAX_STEPS };
            let Some(bindings) = matcher::run(&rule.matcher, &input, &mut work) else { continue };
            let room = MAX_ONE.min(MAX_TOKENS.saturating_sub(self.tokens));
            let tokens = transcribe::run(&rule.body, &bindings, room)?;
            let (count, depth) = depth::check_tokens(&tokens)?;
            self.tokens += count;
            let weight = 1 + depth / LEVELS_PER_CALL;
            return (self.tokens <= MAX_TOKENS && above + weight <= MAX_NESTED).then_some((tokens, weight));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expand(rules: &str, input: &str) -> Option<String> {
        let mut table = MacroTable::default();
        table.add(Name::new("m"), rules);
        let none = MacroTable::default();
        let mut expander = Expander::new([&table, &none]);
        let rules = expander.rules(Name::new("m")).expect("the rules read");
        expander.expand(&rules, &input.parse().expect("the input lexes"), 0).map(|(tokens, _)| tokens.to_string().replace(' ', ""))
    }

    #[test]
    fn repetitions_nest_and_keep_their_separators() {
        let rules = "($($k:ident => [$($v:expr),* $(,)?]);* $(;)?) => { $( $k($($v + 1),*); )* };";
        assert_eq!(expand(rules, "a => [1, 2,]; b => [];").as_deref(), Some("a(1+1,2+1);b();"));
    }

    #[test]
    fn the_first_rule_that_matches_wins() {
        let rules = "(@one $x:tt) => { one($x) }; ($x:expr, $y:ty) => { two::<$y>($x) }; ($($t:tt)*) => { rest($($t)*) };";
        assert_eq!(expand(rules, "@one (a b)").as_deref(), Some("one((ab))"));
        assert_eq!(expand(rules, "f(1)?.x, Vec<u8>").as_deref(), Some("two::<Vec<u8>>(f(1)?.x)"));
        assert_eq!(expand(rules, "a b c").as_deref(), Some("rest(abc)"));
    }

    #[test]
    fn fragments_take_what_they_name() {
        let rules = "($(#[$m:meta])* $v:vis fn $n:ident<$l:lifetime>() $b:block) => { $(#[$m])* $v fn $n<$l>() $b };";
        let input = "#[a] #[b(c)] pub(crate) fn f<'x>() { g() }";
        assert_eq!(expand(rules, input).as_deref(), Some("#[a]#[b(c)]pub(crate)fnf<'x>(){g()}"));
        assert_eq!(expand("($l:literal $p:path) => { $p($l) };", "-1 a::b::<C>").as_deref(), Some("a::b::<C>(-1)"));
    }

    #[test]
    fn a_bomb_ends() {
        let rules = "($($x:tt)*) => { $($x)* $($x)* };";
        let long = "a ".repeat(200_000);
        assert_eq!(expand(rules, &long), None);
    }
}
