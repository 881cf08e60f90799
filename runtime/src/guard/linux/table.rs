//! Which API of the catalogue a frame is, and which lint covers it. Knows the table `apis.tsv`, which is made from the linter's rules;
//! never knows a stack.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::symbol;

/// Made from `rules/`, and held against them by a test of the linter.
const TABLE: &str = include_str!("apis.tsv");

/// An API of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Api {
    /// Its canonical path.
    pub(super) path: &'static str,
    /// What the receiver must be, as `rules/receivers.toml` calls it; empty for anything.
    class: &'static str,
    /// The id of the lint.
    pub(super) lint: &'static str,
}

impl Api {
    /// Whether the entry is for what is waited for, and for nothing else.
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
    /// Where fns are defined that users reach elsewhere, and where.
    facades: Vec<(Vec<&'static str>, Vec<&'static str>)>,
    /// How paths begin whose files are in memory.
    memory_paths: Vec<&'static str>,
    /// How paths begin whose names are, though what is behind them may not be.
    memory_names: Vec<&'static str>,
    /// Lints of calls whose work is to read such files.
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

/// What a call waits for, as `rules/receivers.toml` calls it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Class {
    /// Empty if there is no word for it.
    pub(super) word: &'static str,
    /// Whether that is a receiver, so that entries for others are not meant: what opens a file or asks for one has none.
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

/// Whether a crate is the machinery of an async runtime: what it waits for, it waits for in its own way.
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

/// Whether the kernel has the name of the file at this path in memory, so that asking about it waits for nothing.
pub(super) fn is_memory_name(path: &[u8]) -> bool {
    is_memory_path(path) || PARSED.memory_names.iter().any(|begin| path.starts_with(begin.as_bytes()))
}

/// Whether reading such files is what a lint reports.
pub(super) fn is_about_memory(lint: &str) -> bool {
    PARSED.memory_lints.contains(lint)
}

/// The lint for a call of which only the function of the C library, and what it waits for, are known.
pub(super) fn of_hook(hook: &str, class: &str) -> Option<&'static str> {
    let rows = PARSED.hooks.get(hook)?;
    rows.iter().find(|row| row.class == class).or_else(|| rows.iter().find(|row| row.class.is_empty())).map(|row| row.lint)
}

/// The API that a frame is: its crate's name, its demangled name, and the modules that its file is named after, for a name without a path.
/// `class` is what it waits for; among entries for the same path, the one for that is meant.
pub(super) fn of_frame(crate_name: &str, function: &str, modules: &[&str], class: Class) -> Option<Api> {
    // What is said of a type says more than what is said of a trait.
    symbol::paths(function).iter().rev().find_map(|path| {
        // The part of a generic fn of std that is not generic, which is all that is left where the rest was a jump to it.
        let path = path.strip_suffix(&["inner"]).filter(|outer| outer.len() > 1).unwrap_or(path);
        // What a drop runs is catalogued as the type.
        let path = path.strip_suffix(&["drop"]).filter(|outer| outer.len() > 1 && function.contains("::Drop>")).unwrap_or(path);
        let (&name, owners) = path.split_last()?;
        let bare = owners.is_empty();
        let mut places: Vec<Vec<&str>> = Vec::new();
        if bare {
            places.push(std::iter::once(crate_name).chain(modules.iter().copied()).collect());
        } else {
            // A trait of std may be implemented by any crate, and a path may begin with the crate of the type.
            places.push(std::iter::once(crate_name).chain(owners.iter().copied()).collect());
            places.push(owners.to_vec());
        }
        let facades: Vec<Vec<&str>> = places.iter().filter_map(|place| facade(place)).collect();
        places.extend(facades);
        let mut best: Option<(Rank, Api)> = None;
        for (place, api) in places.iter().flat_map(|place| rows(place, name).iter().map(move |api| (place, api))) {
            let same_class = class.is_of(api);
            // Without a path, what it waits for tells a trait's method.
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

/// The entries of a place's crate with this name.
fn rows<'a>(place: &[&'a str], name: &'a str) -> &'a [Api] {
    let crate_name = place.first().copied().unwrap_or_default();
    PARSED.apis.get(&(std_name(crate_name), name)).map_or(&[], Vec::as_slice)
}

/// The same place as users name it, if they reach it under another name.
fn facade<'a>(place: &[&'a str]) -> Option<Vec<&'a str>> {
    PARSED.facades.iter().find_map(|(definition, facade)| {
        let rest = place.strip_prefix(definition.as_slice())?;
        Some(facade.iter().copied().chain(rest.iter().copied()).collect())
    })
}

/// Among entries that fit: the one for what is waited for, then the one for the file's own type, then the longest path, or the shortest if
/// only a name is known.
type Rank = (bool, Stem, i64);

/// What the name of a file says of a type.
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

/// Whatever of the standard library a fn is defined in, users reach it through `std`.
fn std_name(crate_name: &str) -> &str {
    if matches!(crate_name, "core" | "alloc") { "std" } else { crate_name }
}

/// Whether the segments of a public path, but for the name, occur in this order in the path of a definition: `std::thread::sleep` in
/// `std::thread::functions::sleep`.
fn is_spread_over(public: &str, definition: &[&str]) -> bool {
    let mut rest = definition.iter();
    let path = public.rsplit_once("::").map_or("", |(path, _)| path);
    path.split("::").skip(1).all(|segment| rest.any(|part| *part == segment))
}

/// The same where only the modules are known: types are left out.
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
