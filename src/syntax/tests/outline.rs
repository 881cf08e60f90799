//! An outline has the same items as the whole file, and each declaration lowered on its own equals that of the whole file.

use super::super::{Bodies, MacroTable, lower, lower_declaration};
use crate::facts::{Item, ItemKind, Path, ScopeId, ScopeKind};

/// The differences between the outline of `text` and the whole file, in words; none if the text is not Rust.
pub(super) fn differences(text: &str, macros: &MacroTable) -> Vec<String> {
    let whole = lower(text, Bodies::Defer, macros);
    if !whole.errors.is_empty() {
        return Vec::new();
    }
    let outline = lower(text, Bodies::Outline, macros);
    let mut found = Vec::new();
    if !outline.errors.is_empty() {
        found.push(format!("{:?}", outline.errors));
    }
    let (whole, outline) = (whole.facts, outline.facts);
    // Of the bodies only those from expansions are lowered with the whole file; the items in them come last.
    let is_inner = |mut scope: ScopeId| loop {
        let at = &whole.scopes[scope];
        match (at.kind, at.parent) {
            (ScopeKind::Block(_), _) => break true,
            (_, Some(parent)) => scope = parent,
            (_, None) => break false,
        }
    };
    let outer = whole.items.iter().take_while(|item| !is_inner(item.scope)).count();
    if outline.items.len() != outer {
        return vec![format!("{} items, not {outer}", outline.items.len())];
    }
    let mut tables = macros.clone();
    tables.scan(text);
    for (sketch, item) in outline.items.iter().zip(&whole.items) {
        let found_item = if sketch.is_sketch { complete(text, sketch, &tables) } else { Some(sketch.clone()) };
        if found_item.as_ref() != Some(item) {
            found.push(format!("{:?}\n  is    {found_item:?}\n  not   {item:?}", text.get(item.span.range())));
        }
    }
    if outline.directives != whole.directives {
        found.push("directives".to_owned());
    }
    found
}

fn complete(text: &str, sketch: &Item, macros: &MacroTable) -> Option<Item> {
    let declaration = lower_declaration(text, sketch.span, macros)?;
    let mut made = Item { kind: declaration.kind, attrs: declaration.attrs, is_sketch: false, ..sketch.clone() };
    // The outline has the members; the names of variants must be the same.
    match (&mut made.kind, &sketch.kind) {
        (ItemKind::Impl(made), ItemKind::Impl(sketch)) => {
            let last = |of_trait: &Option<Path>| of_trait.as_ref().and_then(|path| path.segments.last()).map(|segment| segment.name);
            if last(&made.of_trait) != last(&sketch.of_trait) {
                return None;
            }
            made.members.clone_from(&sketch.members);
        }
        (ItemKind::Trait(made), ItemKind::Trait(sketch)) => made.members.clone_from(&sketch.members),
        (ItemKind::Enum { variants: made, .. }, ItemKind::Enum { variants: sketch, .. }) => {
            let names = |variants: &[crate::facts::EnumVariant]| variants.iter().map(|variant| variant.name).collect::<Vec<_>>();
            if names(made) != names(sketch) {
                return None;
            }
        }
        _ => {}
    }
    Some(made)
}

#[test]
fn declarations_come_back_one_by_one() {
    for text in [
        "//! d\n#![allow(x)]\n/// d\n#[derive(A, B)] #[repr(C)] pub struct S<T: Fn(A) -> B = C>(pub T, crate::X) where T: Y;",
        "pub(crate) async unsafe fn f<'a, T>(a: &'a str, (b, c): (u8, T)) -> Result<(), E> where T: Fn(u8) -> u8 { a }",
        "struct U; union V { a: u8 } enum E<T> where T: X { #[x] A(T), B { b: u8 }, C = 1 << 2, D = { 3 } }",
        "impl<T> S<T> where T: X { pub const A: u8 = 1; type B = u8; #[inline(always)] fn f(&self) -> u8 { 1 } m!(); }",
        "unsafe impl<'a, T: ?Sized> a::Tr<X> for &'a mut [T] { type Y = Z; fn g(self: Box<Self>) {} }",
        "pub unsafe trait Tr<A = u8>: Sup<A> + 'static where A: X { const C: u8; type T: B; fn r#fn(&self); fn p() -> u8 { 1 } }",
        "extern \"C\" { #[cfg(a)] pub fn f(a: u8, ...) -> u8; fn e(a: u8); static S: u8; type T; } extern \"C\" fn g() {} mod m { fn h() {} mod n; }",
        "const LONG: &[u8] = &[1, 2]; static mut X: fn(u8) -> u8 = { f }; const _: () = { impl A for B {} }; type F = fn(u8) -> u8;",
        "cfg_if! { if #[cfg(a)] { fn f(x: u8) {} } else { struct S { a: u8 } } } lazy_static! { static ref L: u8 = 1; }",
        "macro_rules! make { ($n:ident) => { pub fn $n(x: u8) -> u8 { struct I; x } }; } make!(one); cfg_rt! { pub fn two(x: u8) {} }",
        "#[implement(Store)] fn load(&self, x: u8) -> u8 { 1 } #[cfg(test)] mod tests { fn t() {} } use a::{b as c, d::*, self};",
        "// async-lint: blocking\npub fn slow<T>(x: T) {}\nextern crate a as b; trait Al = A + B; impl !Send for S {}",
        "fn é<T>(ä: &str) -> ü { 'ö' } struct Ä { ö: Ü }",
        "#![cfg(all(unix, not(feature = \"x\")))] #![cfg(any())] #[cfg(r#true)] fn a() {} #[cfg(feature = \"a\\n\")] #[cfg(x::y)] fn b() {}",
        "use ::a::{self, b::{self as c, *}, r#fn as _}; pub(crate) use self::x; use super::super::y as z; use crate::{}; use {p, q::r};",
        "#[allow(unused)] pub use a::b; pub(in crate::m) use c::d; pub(super) fn e() {} pub(in a::b) struct F; #[macro_use] extern crate g;",
        "#[path = \"x.rs\"] #[cfg(a)] mod m { //! d\n pub(self) mod n { use super::*; } m!{} } #[cfg(test)] impl A { fn f() {} } mod o { #![a] }",
        "impl<F: Fn(u8) -> u8, const N: usize> Tr<{ N }> for [F; N] where for<'a> F: X<'a> { default fn g(self) {} } impl<'a> dyn Tr + 'a {}",
        "impl Tr for for<'a> fn(&'a u8) {} impl Fn(u8) -> u8 for A {} impl Tr for m!() {} impl !Tr for B {} default impl C {} unsafe impl D {}",
        "enum E { A = f::<u8, u8>(), B } enum F { #[cfg(a)] A { b: u8 } = { 1 }, pub B } enum G { } pub enum r#H { r#fn, }",
        "const fn f() {} const unsafe extern \"C\" fn g() {} async fn h() {} pub const X: u8 = { ; 1 }; static mut Y: fn() -> u8 = i; union U { a: u8 }",
        "auto trait A {} pub unsafe trait B { m!(); const C: u8; } trait D<T = E>: F where Self: G; trait H: for<'a> I<'a> { type J: K = L; }",
        "global_asm!(\"x\"); m! { fn f() {} } path::to::m!(1); thread_local! { static T: u8 = 1 } macro_rules! n [ () => {}; ]; n!{} pub fn last() {}",
    ] {
        assert_eq!(differences(text, &MacroTable::default()), [""; 0], "{text}");
    }
}
