//! Families of growing inputs: each generates a package of size `n`, whose cost must be nearly linear in `n`.

use std::fmt::Write;

/// The files of a package (or of several), by path, with their text.
pub type Files = Vec<(String, String)>;

/// One family.
pub struct Family {
    /// What grows.
    pub name: &'static str,
    /// The smallest size worth measuring.
    pub n: usize,
    /// Makes the files.
    pub make: fn(usize) -> Files,
}

const fn family(name: &'static str, n: usize, make: fn(usize) -> Files) -> Family {
    Family { name, n, make }
}

/// All of them.
pub const FAMILIES: &[Family] = &[
    family("async fns with a sleep each", 2_000, |n| lib(&each(n, |i| format!("pub async fn f{i}() {{ {SLEEP} }}\n")))),
    family("sleeps in one async fn", 2_000, |n| lib(&format!("pub async fn f() {{ {} }}", SLEEP.repeat(n)))),
    family("guards over awaits", 500, guards),
    family("digits of an integer", 100, |n| lib(&format!("pub async fn f() -> u128 {{ {} }}", "1".repeat(n)))),
    family("methods in a chain", 5_000, |n| lib(&format!("{BUILDER}pub async fn f(b: B) {{ b{}; }}", ".m()".repeat(n)))),
    family("iterators in a chain", 250, |n| lib(&format!("pub async fn f() {{ (0..9){}.count(); }}", ".map(|x| x + 1)".repeat(n)))),
    family("operators in a chain", 5_000, |n| lib(&format!("pub async fn f(a: u8) -> u8 {{ a{} }}", " + a".repeat(n)))),
    family("else-if in async code", 2_000, else_if),
    family("comments that allow", 2_000, allows),
    family("names in one directive", 2_000, |n| {
        let names = each(n, |_| "blocking-sleep, ".to_owned());
        lib(&format!("// async-lint: allow({names}blocking-file)\npub async fn f() {{ {SLEEP} }}\n"))
    }),
    family("impls of one trait", 800, impls),
    family("impls of one trait, called", 400, impls_called),
    family("supertraits", 400, |n| {
        let traits = each(n, |i| format!("pub trait T{}: T{i} {{ fn m{}(&self) {{}} }}\n", i + 1, i + 1));
        lib(&format!("pub trait T0 {{ fn m0(&self) {{}} }}\n{traits}pub async fn f<X: T{n}>(x: X) {{ x.m0(); }}\n"))
    }),
    family("fns in a call path, each async", 2_000, |n| {
        let fns = each(n, |i| format!("pub async fn f{}() {{ f{i}().await; }}\n", i + 1));
        lib(&format!("pub async fn f0() {{ {SLEEP} }}\n{fns}"))
    }),
    family("fns in a call path, each called by async", 1_000, |n| {
        let fns = each(n, |i| format!("pub fn f{}() {{ f{i}(); }}\npub async fn a{}() {{ f{}(); }}\n", i + 1, i + 1, i + 1));
        lib(&format!("pub fn f0() {{ {SLEEP} }}\n{fns}"))
    }),
    family("calls in total (dense)", 10_000, dense),
    family("calls in layers", 2_000, layers),
    family("callers of one fn", 2_000, |n| {
        let fns = each(n, |i| format!("pub async fn f{i}() {{ g(); }}\n"));
        lib(&format!("pub fn g() {{ {SLEEP} }}\n{fns}"))
    }),
    family("callers of one sync fn through one more", 2_000, |n| {
        let fns = each(n, |i| format!("fn h{i}() {{ g(); }}\npub async fn f{i}() {{ h{i}(); }}\n"));
        lib(&format!("pub fn g() {{ {SLEEP} }}\n{fns}"))
    }),
    family("blocking fns called by one", 2_000, |n| {
        let fns = each(n, |i| format!("fn g{i}() {{ {SLEEP} }}\n"));
        lib(&format!("{fns}pub async fn f() {{ {} }}\n", each(n, |i| format!("g{i}(); "))))
    }),
    family("lazy variables", 500, |n| {
        let lazy = each(n, |i| format!("let l{i} = std::cell::LazyCell::new(|| {{ {SLEEP} 1u8 }}); l{i}.count_ones(); "));
        lib(&format!("pub async fn f() {{ {lazy} }}"))
    }),
    family("uses of a lazy variable", 2_000, |n| {
        lib(&format!("pub async fn f() {{ let l = std::cell::LazyCell::new(|| {{ {SLEEP} 1u8 }}); {} }}", "l.count_ones(); ".repeat(n)))
    }),
    family("assignments that drop", 2_000, |n| {
        lib(&format!(
            "pub struct D;\nimpl Drop for D {{ fn drop(&mut self) {{ {SLEEP} }} }}\npub async fn f() {{ let mut d = D; {} }}",
            "d = D; ".repeat(n)
        ))
    }),
    family("impls of Drop", 1_000, drops),
    family("macros that bring macros", 200, |n| {
        let macros = each(n, |i| {
            format!("macro_rules! m{i} {{ () => {{ macro_rules! n{i} {{ () => {{ fn g{i}() {{}} }} }} }} }}\nm{i}!();\nn{i}!();\n")
        });
        lib(&macros)
    }),
    family("items matched by a macro", 500, |n| {
        let items = each(n, |i| format!("pub fn g{i}() {{ {SLEEP} }}\n"));
        lib(&format!("macro_rules! items {{ ($($x:item)*) => {{ $($x)* }} }}\nitems! {{\n{items}}}\n"))
    }),
    family("expressions matched by a macro", 2_000, |n| {
        lib(&format!("macro_rules! all {{ ($($x:expr),*) => {{ [$($x),*] }} }}\npub async fn f() {{ all!({}1); }}\n", "1, ".repeat(n)))
    }),
    family("calls of a macro", 2_000, |n| {
        lib(&format!("macro_rules! one {{ ($x:expr) => {{ $x + 1 }} }}\npub async fn f() {{ {} }}\n", "one!(1); ".repeat(n)))
    }),
    family("files in a chain", 150, files),
    family("files side by side", 500, |n| {
        let mut files = lib(&each(n, |i| format!("pub mod m{i};\n")));
        files.extend(
            (0..n).map(|i| (format!("src/m{i}.rs"), format!("pub async fn f() {{ {SLEEP} }}\nmacro_rules! m{i} {{ () => {{}} }}\n"))),
        );
        files
    }),
    family("packages that depend on those before", 50, packages),
    family("levels in a configuration", 200, |n| config(&format!("[levels]\n{}", each(n, |i| format!("\"{}\" = \"warn\"\n", lint(i)))), n)),
    family("overrides in a configuration", 200, |n| {
        config(&each(n, |i| format!("[[override]]\npaths = [\"src/m{i}.rs\"]\nlevels.blocking-sleep = \"allow\"\n")), n)
    }),
    family("nonblocking entries in a configuration", 400, |n| {
        config(&each(n, |i| format!("[[nonblocking]]\npath = \"grown::m{i}::f\"\n")), n)
    }),
    family("structs with a generic field in a ring", 50, ring),
    family("impls behind one trait object", 400, |n| {
        let impls = each(n, |i| format!("pub struct S{i};\nimpl T for S{i} {{ fn m(&self) {{ {SLEEP} }} }}\n"));
        lib(&format!("pub trait T {{ fn m(&self); }}\n{impls}pub async fn f(x: &dyn T) {{ {} }}\n", "x.m(); ".repeat(n)))
    }),
    family("generic impls of one trait", 400, |n| {
        let impls = each(n, |i| format!("pub struct S{i}<X>(X);\nimpl<X: T> T for S{i}<X> {{ fn m(&self) {{ self.0.m() }} }}\n"));
        lib(&format!(
            "pub trait T {{ fn m(&self); }}\nimpl T for u8 {{ fn m(&self) {{}} }}\n{impls}pub async fn f() {{ {} }}\n",
            each(n, |i| format!("S{i}(1u8).m(); "))
        ))
    }),
    family("fns that share an import", 400, |n| {
        let fns = each(n, |i| format!("pub async fn f{i}() {{ thread::sleep(Duration::from_secs(1)); }}\n"));
        lib(&format!("use std::thread;\nuse std::time::Duration;\n{fns}"))
    }),
    family("files opened", 300, |n| {
        let fns = each(n, |i| {
            format!(
                "pub async fn f{i}(p: &str) -> std::io::Result<()> {{ let mut f = File::create(p)?; f.write_all(b\"x\")?; f.flush() }}\n"
            )
        });
        lib(&format!("use std::fs::File;\nuse std::io::Write;\n{fns}"))
    }),
    family("fields of one struct", 1_000, |n| {
        let fields = each(n, |i| format!("a{i}: u8, "));
        lib(&format!("pub struct S {{ {fields} }}\npub async fn f(s: S) {{ {} }}\n", each(n, |i| format!("s.a{i}; "))))
    }),
    family("arms of one match", 1_000, |n| {
        lib(&format!("pub async fn f(x: u32) {{ match x {{ {} _ => {{}} }} }}\n", each(n, |i| format!("{i} => {{ {SLEEP} }} "))))
    }),
    family("locals of one fn", 1_000, |n| {
        lib(&format!(
            "pub async fn f() {{ let x0 = 1; {} g().await; }}\nasync fn g() {{}}\n",
            each(n, |i| format!("let x{} = x{i}; ", i + 1))
        ))
    }),
    family("pairs of pairs of an open type", 500, |n| {
        lib(&format!(
            "fn pair<T>(t: T, u: T) -> (T, T) {{ (t, u) }}\npub async fn f() {{ let x0 = None; {} }}\n",
            each(n, |i| format!("let x{} = pair(x{i}, x{i}); ", i + 1))
        ))
    }),
    family("structs whose fields have one name", 500, |n| {
        let structs =
            each(n, |i| format!("pub struct S{i}<F> {{ job: F }}\nimpl<F: Fn()> S{i}<F> {{ pub fn run(&self) {{ (self.job)() }} }}\n"));
        let fns = each(n, |i| format!("pub async fn f{i}() {{ S{i} {{ job: || {{ {SLEEP} }} }}.run(); }}\n"));
        lib(&format!("{structs}{fns}"))
    }),
    family("closures in one fn", 500, |n| {
        lib(&format!("pub async fn f() {{ {} }}\n", each(n, |i| format!("let c{i} = || {{ {SLEEP} }}; c{i}(); "))))
    }),
    family("fns in a ring", 1_000, |n| {
        let fns = each(n, |i| format!("fn f{i}(more: bool) {{ if more {{ f{}(more) }} }}\n", (i + 1) % n));
        program(&fns, &format!("f0(false); {SLEEP}"))
    }),
    family("closures passed to one fn", 1_000, |n| {
        let fns = each(n, |i| format!("async fn f{i}() {{ g(|| {{ {SLEEP} }}); }}\n"));
        program(&format!("fn g(work: impl Fn()) {{ work() }}\n{fns}"), &each(n, |i| format!("f{i}().await; ")))
    }),
    family("fns that pass a closure on", 1_000, |n| {
        let fns = each(n, |i| format!("fn f{i}(work: impl Fn()) {{ f{}(work) }}\n", i + 1));
        program(&format!("{fns}fn f{n}(work: impl Fn()) {{ work() }}\n"), &format!("f0(|| {{ {SLEEP} }});"))
    }),
    family("names for one closure", 1_000, |n| {
        let names = each(n, |i| format!("let work{} = work{i}; ", i + 1));
        program(&format!("fn f(work0: impl Fn()) {{ {names} work{n}() }}\n"), &format!("f(|| {{ {SLEEP} }});"))
    }),
    family("select! in one fn", 1_000, |n| {
        let one = "tokio::select! { _ = a() => {} _ = std::future::pending::<()>() => {} } ";
        program("async fn a() {}\n", &one.repeat(n))
    }),
    family("folders asked for one entry", 250, |n| {
        let asked = each(n, |i| format!("let mut d{i} = std::fs::read_dir(\"{i}\").unwrap(); d{i}.next(); "));
        lib(&format!("pub async fn f() {{ {asked} }}"))
    }),
    family("imports", 1_000, |n| {
        let fns = each(n, |i| format!("pub mod m{i} {{ pub fn g{i}() {{}} }}\nuse m{i}::*;\n"));
        lib(&format!("{fns}pub async fn f() {{ {} }}\n", each(n, |i| format!("g{i}(); "))))
    }),
];

const SLEEP: &str = "std::thread::sleep(std::time::Duration::from_secs(1)); ";
const BUILDER: &str = "pub struct B;\nimpl B { pub fn m(self) -> B { self } }\n";

fn each(n: usize, one: impl Fn(usize) -> String) -> String {
    (0..n).map(one).collect()
}

fn lib(text: &str) -> Files {
    vec![("Cargo.toml".to_owned(), manifest("grown", "")), ("src/lib.rs".to_owned(), text.to_owned())]
}

fn program(items: &str, main: &str) -> Files {
    let text = format!("{items}#[tokio::main]\nasync fn main() {{ {main} }}\n");
    vec![("Cargo.toml".to_owned(), manifest("grown", "tokio = \"1\"\n")), ("src/main.rs".to_owned(), text)]
}

fn manifest(name: &str, more: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\n{more}")
}

fn guards(n: usize) -> Files {
    let body = each(n, |i| format!("let g{i} = m.lock().unwrap(); g().await; "));
    lib(&format!("use std::sync::Mutex;\nasync fn g() {{}}\npub async fn f(m: &Mutex<u8>) {{ {body} }}\n"))
}

fn else_if(n: usize) -> Files {
    let clauses = each(n, |i| format!("else if x == {i} {{ {SLEEP} }} "));
    lib(&format!("pub async fn f(x: usize) {{ if x > 1 {{}} {clauses} }}\n"))
}

fn allows(n: usize) -> Files {
    lib(&format!("pub async fn f() {{\n{}}}\n", each(n, |_| format!("// async-lint: allow(blocking-sleep) reason\n{SLEEP}\n"))))
}

fn impls(n: usize) -> Files {
    let impls = each(n, |i| format!("pub struct S{i};\nimpl T for S{i} {{ fn m(&self) -> u8 {{ 1 }} }}\n"));
    lib(&format!("pub trait T {{ fn m(&self) -> u8; }}\n{impls}pub async fn f(x: S0) {{ x.m(); }}\n"))
}

fn impls_called(n: usize) -> Files {
    let impls = each(n, |i| format!("pub struct S{i};\nimpl T for S{i} {{ fn m(&self) -> u8 {{ 1 }} }}\n"));
    let calls = each(n, |i| format!("S{i}.m(); "));
    lib(&format!("pub trait T {{ fn m(&self) -> u8; }}\n{impls}pub async fn f() {{ {calls} }}\n"))
}

/// `n` calls: each of the square root of `n` fns calls all of them.
fn dense(n: usize) -> Files {
    let fns = n.isqrt();
    let calls = each(fns, |i| format!("f{i}(); "));
    let text = each(fns, |i| format!("pub fn f{i}() {{ {calls} }}\n"));
    lib(&format!("{text}pub fn s() {{ {SLEEP} }}\npub async fn a() {{ f0(); s(); }}\n"))
}

/// Layers of ten fns that call all of the next layer.
fn layers(n: usize) -> Files {
    let layers = n / 10;
    let mut text = String::new();
    for layer in 0..layers {
        for at in 0..10 {
            let calls = if layer + 1 == layers { SLEEP.to_owned() } else { each(10, |next| format!("f{}x{next}(); ", layer + 1)) };
            writeln!(text, "pub fn f{layer}x{at}() {{ {calls} }}").expect("memory can be written");
        }
    }
    lib(&format!("{text}pub async fn f() {{ f0x0(); }}\n"))
}

fn drops(n: usize) -> Files {
    let types = each(n, |i| format!("pub struct D{i};\nimpl Drop for D{i} {{ fn drop(&mut self) {{ {SLEEP} }} }}\n"));
    let uses = each(n, |i| format!("let _d{i} = D{i}; "));
    lib(&format!("{types}pub async fn f() {{ {uses} }}\n"))
}

fn files(n: usize) -> Files {
    let mut files = lib("#[path = \"m0.rs\"]\npub mod m0;\n");
    for i in 0..n {
        let next = if i + 1 < n { format!("#[path = \"m{}.rs\"]\npub mod m{};\n", i + 1, i + 1) } else { String::new() };
        files.push((format!("src/m{i}.rs"), format!("{next}macro_rules! m{i} {{ () => {{}} }}\npub async fn f() {{ {SLEEP} }}\n")));
    }
    files
}

/// Packages that each depend on the four before it.
fn packages(n: usize) -> Files {
    let mut files = vec![("Cargo.toml".to_owned(), "[workspace]\nmembers = [\"p*\"]\n".to_owned())];
    for i in 0..n {
        let before: Vec<usize> = (i.saturating_sub(4)..i).collect();
        let dependencies: Vec<String> = before.iter().map(|other| format!("p{other} = {{ path = \"../p{other}\" }}\n")).collect();
        let dependencies = dependencies.concat();
        let calls = before.iter().map(|other| format!("p{other}::f(); ")).collect::<Vec<_>>().concat();
        files.push((format!("p{i}/Cargo.toml"), manifest(&format!("p{i}"), &dependencies)));
        files.push((format!("p{i}/src/lib.rs"), format!("pub fn f() {{ {calls} {SLEEP} }}\npub async fn a() {{ f(); }}\n")));
    }
    files
}

fn config(text: &str, n: usize) -> Files {
    let mut files = lib(&each(n, |i| format!("pub mod m{i};\n")));
    files.extend((0..n).map(|i| (format!("src/m{i}.rs"), format!("pub fn f() {{ {SLEEP} }}\npub async fn a() {{ f(); {SLEEP} }}\n"))));
    files.push(("async-lint.toml".to_owned(), text.to_owned()));
    files
}

fn lint(i: usize) -> String {
    format!("blocking-sleep-{i}")
}

/// Structs that refer to each other through a field of a generic type.
fn ring(n: usize) -> Files {
    let structs = each(n, |i| {
        let next = (i + 1) % n;
        format!(
            "pub struct S{i}<T> {{ f: T }}\nimpl<T: Clone> S{i}<T> {{ pub fn m(self) -> S{next}<T> {{ let x = self.f.clone(); S{next} {{ f: x }} }} }}\n"
        )
    });
    lib(&format!("{structs}pub async fn f() {{ S0 {{ f: || {{ {SLEEP} }} }}.m().m(); }}\n"))
}

/// Writes the files below a folder.
pub fn write(folder: &std::path::Path, files: Files) {
    for (path, text) in files {
        let path = folder.join(path);
        let parent = path.parent().expect("it lies in a folder");
        std::fs::create_dir_all(parent).expect("folders can be made");
        std::fs::write(path, text).expect("files can be written");
    }
}
