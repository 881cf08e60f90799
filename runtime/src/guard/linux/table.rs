//! Which catalogued API a frame is, and which lint covers it. Knows the table `apis.tsv`, which is generated from the linter's rules; never
//! knows a stack.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::symbol;

/// Generated from `rules/`; a test of the linter compares both.
const TABLE: &str = include_str!("apis.tsv");

/// An API of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Api {
    /// Its canonical path.
    pub(super) path: &'static str,
    /// The receiver class in `rules/receivers.toml`; empty for any receiver.
    class: &'static str,
    /// The id of the lint.
    pub(super) lint: &'static str,
}

impl Api {
    /// Whether the call has a receiver of exactly this entry's class.
    pub(super) fn is_for(&self, class: Class) -> bool {
        class.is_receiver && class.is_of(self)
    }
}

#[derive(Default)]
struct Table {
    /// By crate and name.
    apis: HashMap<(&'static str, &'static str), Vec<Api>>,
    /// By the hook's name; the class is what it waits for.
    hooks: HashMap<&'static str, Vec<Api>>,
    runtimes: HashSet<&'static str>,
    primitives: HashSet<&'static str>,
    /// Re-exports: the path of the definitions, and the path that users write.
    facades: Vec<(Vec<&'static str>, Vec<&'static str>)>,
    /// Prefixes of paths whose files are in memory.
    memory_paths: Vec<&'static str>,
    /// Prefixes of paths whose names are in memory, though the files may not be.
    memory_names: Vec<&'static str>,
    /// Lints of calls that read such files.
    memory_lints: HashSet<&'static str>,
}

static PARSED: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for line in TABLE.lines() {
        let mut fields = line.split('\t');
        let (kind, name) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
        let api = Api { path: name, class: fields.next().unwrap_or_default(), lint: fields.next().unwrap_or_default() };
        match kind {
            "api" => {
                let crate_name = name.split("::").next().unwrap_or_default();
                let last = name.rsplit("::").next().unwrap_or_default();
                table.apis.entry((crate_name, last)).or_default().push(api);
            }
            "hook" => table.hooks.entry(name).or_default().push(api),
            "runtime" => drop(table.runtimes.insert(name)),
            "primitive" => drop(table.primitives.insert(name)),
            "facade" => table.facades.push((name.split("::").collect(), api.class.split("::").collect())),
            "memory-path" => table.memory_paths.push(name),
            "memory-name" => table.memory_names.push(name),
            "memory-lint" => drop(table.memory_lints.insert(name)),
            _ => {}
        }
    }
    table
});

/// What a call waits for, as a receiver class of `rules/receivers.toml`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Class {
    /// The name of the class; empty if there is none.
    pub(super) word: &'static str,
    /// Whether it is the receiver of the call, so that entries for other classes do not match. Calls that open or query a path have no receiver.
    pub(super) is_receiver: bool,
}

impl Class {
    fn fits(self, api: &Api) -> bool {
        !self.is_receiver || api.class.is_empty() || api.class == self.word
    }

    fn is_of(self, api: &Api) -> bool {
        !self.word.is_empty() && api.class == self.word
    }
}

/// Whether a crate is the machinery of an async runtime, whose own waits do not count.
pub(super) fn is_runtime(crate_name: &str) -> bool {
    PARSED.runtimes.contains(crate_name)
}

/// Whether a crate wraps system calls or locks on behalf of its callers.
pub(super) fn is_primitive(crate_name: &str) -> bool {
    PARSED.primitives.contains(crate_name)
}

/// Whether the kernel has the contents of the file at this path in memory.
pub(super) fn is_memory_path(path: &[u8]) -> bool {
    PARSED.memory_paths.iter().any(|begin| path.starts_with(begin.as_bytes()))
}

/// Whether the kernel has the name of the file at this path in memory, so that a query about it does not wait.
pub(super) fn is_memory_name(path: &[u8]) -> bool {
    is_memory_path(path) || PARSED.memory_names.iter().any(|begin| path.starts_with(begin.as_bytes()))
}

/// Whether a lint reports the reading of such files.
pub(super) fn is_about_memory(lint: &str) -> bool {
    PARSED.memory_lints.contains(lint)
}

/// The lint for a call if only the C function and what it waits for are known.
pub(super) fn of_hook(hook: &str, class: &str) -> Option<&'static str> {
    let rows = PARSED.hooks.get(hook)?;
    rows.iter().find(|row| row.class == class).or_else(|| rows.iter().find(|row| row.class.is_empty())).map(|row| row.lint)
}

/// The API that a frame is, by its crate, its demangled name, and, for a name without a path, the modules of its file. Among entries for the
/// same path, the one for `class` is chosen, which is what the call waits for.
pub(super) fn of_frame(crate_name: &str, function: &str, modules: &[&str], class: Class) -> Option<Api> {
    // An entry for the type is more specific than one for the trait, so paths with the type come first.
    symbol::paths(function).iter().rev().find_map(|path| {
        // std puts the non-generic part of a generic fn into `inner`; with tail calls, only `inner` is on the stack.
        let path = path.strip_suffix(&["inner"]).filter(|outer| outer.len() > 1).unwrap_or(path);
        // Drops are catalogued under the path of the type.
        let path = path.strip_suffix(&["drop"]).filter(|outer| outer.len() > 1 && function.contains("::Drop>")).unwrap_or(path);
        let (&name, owners) = path.split_last()?;
        let bare = owners.is_empty();
        let mut places: Vec<Vec<&str>> = Vec::new();
        if bare {
            places.push(std::iter::once(crate_name).chain(modules.iter().copied()).collect());
        } else {
            // Any crate may implement a trait of std, so the path may begin with the crate of the type.
            places.push(std::iter::once(crate_name).chain(owners.iter().copied()).collect());
            places.push(owners.to_vec());
        }
        let facades: Vec<Vec<&str>> = places.iter().filter_map(|place| facade(place)).collect();
        places.extend(facades);
        let mut best: Option<(Rank, Api)> = None;
        for (place, api) in places.iter().flat_map(|place| rows(place, name).iter().map(move |api| (place, api))) {
            let same_class = class.is_of(api);
            // Without a path, a trait's method is recognised by what it waits for.
            let fits = if bare {
                (same_class && class.is_receiver) || is_spread_over_lowercase(api.path, &place[1..])
            } else {
                is_spread_over(api.path, place)
            };
            if !fits || !class.fits(api) {
                continue;
            }
            let length = i64::try_from(api.path.len()).unwrap_or(i64::MAX);
            let rank = if bare { (same_class, is_file_of(api.path, &place[1..]), -length) } else { (same_class, Stem::Same, length) };
            if best.is_none_or(|(known, _)| rank > known) {
                best = Some((rank, *api));
            }
        }
        best.map(|(_, api)| api)
    })
}

/// The entries with this name in the crate of `place`.
fn rows<'a>(place: &[&'a str], name: &'a str) -> &'a [Api] {
    let crate_name = place.first().copied().unwrap_or_default();
    PARSED.apis.get(&(std_name(crate_name), name)).map_or(&[], Vec::as_slice)
}

/// The same path as users write it, if it is re-exported.
fn facade<'a>(place: &[&'a str]) -> Option<Vec<&'a str>> {
    PARSED.facades.iter().find_map(|(definition, facade)| {
        let rest = place.strip_prefix(definition.as_slice())?;
        Some(facade.iter().copied().chain(rest.iter().copied()).collect())
    })
}

/// Ranks matching entries: first those for what the call waits for, then those for the type that the file is named after, then the longest path,
/// or the shortest if only a name is known.
type Rank = (bool, Stem, i64);

/// How the name of a file matches the name of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stem {
    Other,
    /// `Repository` and `repo.rs`.
    Begins,
    /// `Mutex` and `mutex.rs`.
    Same,
}

/// Whether a path's type is the one that a file is named after.
fn is_file_of(path: &str, modules: &[&str]) -> Stem {
    let stem = modules.last().copied().unwrap_or_default();
    let Some(owner) = path.rsplit("::").nth(1) else { return Stem::Other };
    match owner.get(..stem.len()) {
        Some(begin) if stem.len() > 2 && begin.eq_ignore_ascii_case(stem) => {
            if begin.len() == owner.len() {
                Stem::Same
            } else {
                Stem::Begins
            }
        }
        _ => Stem::Other,
    }
}

/// Maps the crates of the standard library to `std`, through which users call them.
fn std_name(crate_name: &str) -> &str {
    if matches!(crate_name, "core" | "alloc") { "std" } else { crate_name }
}

/// Whether the segments of a public path, except the last, occur in this order in the path of a definition: `std::thread::sleep` in
/// `std::thread::functions::sleep`.
fn is_spread_over(public: &str, definition: &[&str]) -> bool {
    let mut rest = definition.iter();
    let path = public.rsplit_once("::").map_or("", |(path, _)| path);
    path.split("::").skip(1).all(|segment| rest.any(|part| *part == segment))
}

/// The same if only the modules are known: segments that are types are left out.
fn is_spread_over_lowercase(public: &str, modules: &[&str]) -> bool {
    let mut rest = modules.iter();
    let path = public.rsplit_once("::").map_or("", |(path, _)| path);
    path.split("::").skip(1).filter(|segment| !segment.starts_with(char::is_uppercase)).all(|segment| rest.any(|part| *part == segment))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lint(crate_name: &str, function: &str, modules: &[&str], class: &'static str) -> Option<(&'static str, &'static str)> {
        let class = Class { word: class, is_receiver: !class.is_empty() };
        of_frame(crate_name, function, modules, class).map(|api| (api.path, api.lint))
    }

    #[test]
    fn definitions_lead_to_public_paths() {
        assert_eq!(lint("std", "std::thread::functions::sleep", &[], ""), Some(("std::thread::sleep", "blocking-sleep")));
        assert_eq!(lint("std", "std::fs::read::inner", &[], ""), Some(("std::fs::read", "blocking-file")));
        assert_eq!(lint("std", "std::fs::nothing::inner", &[], ""), None);
        assert_eq!(lint("std", "std::sync::poison::mutex::Mutex<T>::lock", &[], "thread"), Some(("std::sync::Mutex::lock", "short-lock")));
    }

    #[test]
    fn the_receiver_tells_one_lint_of_a_trait_method_from_another() {
        let read = "<std::fs::File as std::io::Read>::read_to_end";
        assert_eq!(lint("std", read, &[], "file"), Some(("std::io::Read::read_to_end", "blocking-file-io")));
        let read = "<std::net::tcp::TcpStream as std::io::Read>::read_to_end";
        assert_eq!(lint("std", read, &[], "socket"), Some(("std::io::Read::read_to_end", "blocking-socket")));
    }

    #[test]
    fn a_drop_is_catalogued_as_the_type() {
        let dropped = "<tempfile::dir::TempDir as core::ops::drop::Drop>::drop";
        assert_eq!(lint("tempfile", dropped, &[], ""), Some(("tempfile::TempDir", "blocking-tempfile")));
        assert_eq!(lint("other", "<other::TempDir as core::ops::drop::Drop>::drop", &[], ""), None);
    }

    #[test]
    fn a_file_that_is_asked_about_is_a_file() {
        let asked = Class { word: "file", is_receiver: false };
        let read = of_frame("std", "<std::fs::File as std::io::Read>::read_to_end", &[], asked);
        assert_eq!(read.map(|api| api.lint), Some("blocking-file-io"));
    }

    #[test]
    fn an_inlined_frame_without_a_path_is_known_by_its_file() {
        assert_eq!(lint("std", "read", &["fs"], "file"), Some(("std::io::Read::read", "blocking-file-io")));
        assert_eq!(lint("std", "read_to_string", &["fs"], ""), Some(("std::fs::read_to_string", "blocking-file")));
        assert_eq!(lint("std", "lock", &["sync", "poison", "mutex"], "thread"), Some(("std::sync::Mutex::lock", "short-lock")));
        assert_eq!(lint("std", "open", &["fs"], "file"), Some(("std::fs::File::open", "blocking-file-io")));
        assert_eq!(lint("std", "read", &["net", "tcp"], "socket"), Some(("std::io::Read::read", "blocking-socket")));
        assert_eq!(lint("std", "sleep", &["fs"], ""), None);
        assert_eq!(lint("git2", "open<&std::path::Path>", &["repo"], ""), Some(("git2::Repository::open", "blocking-git")));
        assert_eq!(lint("git2", "open<&std::path::Path>", &["config"], ""), Some(("git2::Config::open", "blocking-git")));
    }

    #[test]
    fn a_facade_is_what_users_name() {
        assert_eq!(lint("rayon_core", "rayon_core::join::join", &[], "thread"), Some(("rayon::join", "parallel-join")));
        assert_eq!(lint("rayon_core", "join<app::a, app::b>", &["join", "mod"], "thread"), Some(("rayon::join", "parallel-join")));
        let received = Some(("std::sync::mpsc::Receiver::recv", "blocking-channel"));
        assert_eq!(lint("std", "std::sync::mpmc::Receiver<T>::recv", &[], "thread"), received);
        assert_eq!(lint("std", "recv<i32>", &["sync", "mpmc", "mod"], "thread"), received);
    }

    #[test]
    fn what_is_waited_for_tells_a_reader_over_a_file_from_one_over_memory() {
        let parse = "serde_json::de::from_reader";
        assert_eq!(lint("serde_json", parse, &[], "file"), Some(("serde_json::from_reader", "reader-over-file")));
        assert_eq!(lint("serde_json", parse, &[], "thread"), Some(("serde_json::from_reader", "codec-work")));
    }

    #[test]
    fn a_trait_of_std_tells_nothing_where_a_type_does() {
        let listed = Some(("std::fs::ReadDir::next", "bulk-file-work"));
        assert_eq!(lint("std", "<std::fs::ReadDir as core::iter::traits::iterator::Iterator>::next", &[], "file"), listed);
        assert_eq!(lint("std", "<core::iter::adapters::Map<I, F> as core::iter::traits::iterator::Iterator>::next", &[], "file"), None);
    }

    #[test]
    fn files_that_the_kernel_makes_up_are_known_by_their_path() {
        for (path, known) in
            [("/proc/self/status", true), ("/dev/urandom", true), ("/home/me/proc/x", false), ("proc/x", false), ("", false)]
        {
            assert_eq!(is_memory_path(path.as_bytes()), known, "{path}");
        }
        for (path, known) in [("/dev/sysgenid", true), ("/proc/self", true), ("/home/me/dev/x", false)] {
            assert_eq!((is_memory_name(path.as_bytes()), is_memory_path(b"/dev/ttyS0")), (known, false), "{path}");
        }
        assert!(is_about_memory("system-refresh") && !is_about_memory("blocking-file"));
    }
}
