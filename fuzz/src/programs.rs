//! Small programs made of bytes: structs that dereference to each other, generics with defaults and bounds, impls for them, closures. They
//! need not compile; they ask as much of types as text of their length can.

use std::fmt::Write;

/// The longest program, in bytes.
pub const MAX_BYTES: usize = 5_000;

/// Choices read from bytes; when those are used up they start again, one further on.
struct Choices<'d> {
    data: &'d [u8],
    at: usize,
}

impl Choices<'_> {
    fn below(&mut self, limit: usize) -> usize {
        let turn = self.at / self.data.len().max(1);
        let byte = self.data.get(self.at % self.data.len().max(1)).copied().unwrap_or(0);
        self.at += 1;
        (usize::from(byte) + 7 * turn) % limit.max(1)
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }
}

/// The program that some bytes stand for.
pub fn program(data: &[u8]) -> String {
    let mut choices = Choices { data, at: 0 };
    let (structs, traits) = (2 + choices.below(11), 1 + choices.below(4));
    let mut text = String::from("use std::ops::Deref;\npub fn pair<A>(a: A, b: A) -> (A, A) { (a, b) }\n");
    for number in 0..traits {
        let more = if number > 0 { format!(": T{}", choices.below(number)) } else { String::new() };
        let value = choices.one(&["", "type Out; ", "type Out: Default; ", "fn make() -> Self where Self: Sized; "]);
        let _ = writeln!(text, "pub trait T{number}{more} {{ {value}fn m{number}(&self) {{ std::thread::sleep(D) }} }}");
    }
    for number in 0..structs {
        item(&mut choices, &mut text, number, structs, traits);
        if text.len() > MAX_BYTES - 1_000 {
            break;
        }
    }
    let _ = writeln!(text, "pub async fn run() {{");
    for _ in 0..4 + choices.below(12) {
        if text.len() < MAX_BYTES - 300 {
            statement(&mut choices, &mut text, structs, traits);
        }
    }
    text.push_str("}\n");
    text
}

/// A struct, and what it implements.
fn item(choices: &mut Choices<'_>, text: &mut String, number: usize, structs: usize, traits: usize) {
    let parameters = choices.below(4);
    let names: Vec<String> = (0..parameters).map(|at| format!("P{at}")).collect();
    let declared: Vec<String> = names
        .iter()
        .map(|name| {
            let bound = if choices.below(3) == 0 { format!(": T{}", choices.below(traits)) } else { String::new() };
            let default = if choices.below(2) == 0 { format!(" = {}", ty(choices, structs, 1)) } else { String::new() };
            format!("{name}{bound}{default}")
        })
        .collect();
    let generics = |list: &[String]| if list.is_empty() { String::new() } else { format!("<{}>", list.join(", ")) };
    let field = names.first().cloned().unwrap_or_else(|| ty(choices, structs, 2));
    let (with, of) = (generics(&declared), generics(&names));
    let plain = generics(&declared.iter().map(|name| name.split(" =").next().unwrap_or(name).to_owned()).collect::<Vec<_>>());
    let _ = writeln!(text, "pub struct S{number}{with} {{ f: {field}, g: {} }}", ty(choices, structs, 2));
    if choices.below(3) != 0 {
        let target = ty(choices, structs, 2);
        let _ =
            writeln!(text, "impl{plain} Deref for S{number}{of} {{ type Target = {target}; fn deref(&self) -> &{target} {{ &self.g }} }}");
    }
    for _ in 0..choices.below(3) {
        let of_trait = choices.below(traits);
        let on = match choices.below(3) {
            0 => format!("S{number}{of}"),
            1 => format!("&S{number}{of}"),
            _ => format!("Vec<S{number}{of}>"),
        };
        let bounds = names.iter().map(|name| format!("{name}: T{of_trait}")).collect::<Vec<_>>().join(", ");
        let out = ty(choices, structs, 2);
        let _ = writeln!(
            text,
            "impl{plain} T{of_trait} for {on} where {bounds} {{ type Out = {out}; fn m{of_trait}(&self) {{ self.f.m{of_trait}() }} }}"
        );
    }
    let next = (number + 1) % structs;
    let body = choices.one(&["self.f.clone()", "(|x| x)(self.f)", "self.g.h()", "loop { break self.f }", "match self.f { y => y }"]);
    let _ =
        writeln!(text, "impl{plain} S{number}{of} {{ pub fn h(self) -> S{next}<{field}> {{ let x = {body}; S{next} {{ f: x, g: x }} }} }}");
}

/// A type, some levels deep.
fn ty(choices: &mut Choices<'_>, structs: usize, levels: usize) -> String {
    if levels == 0 {
        return choices.one(&["u8", "String", "()", "Self"]).to_owned();
    }
    let inner = ty(choices, structs, levels - 1);
    match choices.below(9) {
        0 => format!("Box<{inner}>"),
        1 => format!("Option<{inner}>"),
        2 => format!("Vec<{inner}>"),
        3 => format!("Box<dyn Fn({inner}) -> {inner}>"),
        4 => format!("({inner}, {inner})"),
        5 => format!("S{}<{inner}>", choices.below(structs)),
        6 => format!("S{}<{inner}, {inner}>", choices.below(structs)),
        _ => format!("S{}", choices.below(structs)),
    }
}

/// A statement of the async fn.
fn statement(choices: &mut Choices<'_>, text: &mut String, structs: usize, traits: usize) {
    let value =
        format!("S{} {{ f: {}, g: {} }}", choices.below(structs), choices.one(&["1", "|| 2", "x", "|y| y"]), choices.one(&["x", "3"]));
    let calls: String = (0..choices.below(6))
        .map(|_| match choices.below(5) {
            0 => ".h()".to_owned(),
            1 => format!(".m{}()", choices.below(traits)),
            2 => ".clone()".to_owned(),
            3 => ".map(|z| z.h())".to_owned(),
            _ => ".g".to_owned(),
        })
        .collect();
    let _ = match choices.below(6) {
        0 => writeln!(text, "    let x = {value}{calls};"),
        1 => writeln!(text, "    let c = move |x| {{ let y = {value}; y{calls} }}; c(c(1));"),
        2 => writeln!(text, "    for x in vec![{value}] {{ x{calls}; }}"),
        3 => writeln!(
            text,
            "    let x = {}; {}",
            choices.one(&["None", "Default::default()", "y"]),
            "let x = pair(x, x); ".repeat(choices.below(8))
        ),
        4 => writeln!(text, "    let y = x; {} [x, y];", "let y = (y, pair(y, x).0); ".repeat(choices.below(8))),
        _ => writeln!(text, "    if let Some(x) = Some({value}) {{ (*x){calls}; }}"),
    };
}
