//! Follows a crate's module tree: reads and lowers its files, level by level, until no `mod` leads to a new file. Uses paths and
//! facts, no definitions.

use super::modules::{Place, candidates, normalize};
use super::{BodyMode, Macros, Parsed, Parser};
use crate::facts::{Cfg, FileFacts, Item, ItemId, ItemKind, Name};
use crate::project::{Platform, Problem};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A lowered file and the files that its `mod`s lead to.
#[derive(Debug)]
pub(super) struct Lowered {
    pub(super) place: Place,
    pub(super) text: Arc<str>,
    pub(super) parsed: Parsed,
    /// `mod name;` items and the indices of their files.
    pub(super) children: FxHashMap<ItemId, usize>,
}

/// All files of a crate, the root first.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) files: Vec<Lowered>,
    pub(super) macros: Macros,
    pub(super) problems: Vec<Problem>,
}

/// Which threads lower the files of one level in parallel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Workers {
    /// rayon's: for crates that are loaded up front.
    Pool,
    /// Newly spawned threads: for crates that are loaded under a lock inside a rayon job. A rayon worker that
    /// waits there could steal a job that waits for the same lock.
    Own,
}

/// The crate to load, and how.
pub(super) struct Source<'a> {
    pub(super) read: &'a (dyn Fn(&Path) -> Option<Arc<str>> + Sync),
    pub(super) parser: &'a dyn Parser,
    pub(super) bodies: BodyMode,
    /// The platform of the code; files for other platforms are tried last.
    pub(super) platform: Platform,
    pub(super) is_off: &'a (dyn Fn(&Cfg) -> bool + Sync),
    pub(super) workers: Workers,
    /// Whether a path leaves the folders of the crate, by its text or through a symbolic link.
    pub(super) outside: &'a (dyn Fn(&Path) -> bool + Sync),
    /// Macros of other crates, by their paths.
    pub(super) foreign: Option<Arc<str>>,
    /// Further macros of other crates, for calls that nothing else expands.
    pub(super) called: &'a (dyn Fn(&BTreeSet<CalledMacro>) -> Option<Arc<str>> + Sync),
}

/// The crate and the name of a macro that an item calls.
pub(super) type CalledMacro = (Name, Name);

/// Maximum rounds of expansion: a macro may define `mod`s whose files define further macros.
const ROUNDS: usize = 6;

/// Follows the tree from `root`.
pub(super) fn follow(source: &Source<'_>, root: &Path) -> Tree {
    let foreign: Vec<Arc<str>> = source.foreign.iter().cloned().collect();
    let macros = source.parser.scan(&foreign);
    let mut walk = Walk {
        source,
        foreign,
        files: Vec::new(),
        by_path: FxHashMap::default(),
        macros,
        open: Vec::new(),
        scans: (0, 0),
        with_macros: 0,
        known: FxHashSet::default(),
    };
    walk.add_level(vec![Place::root(normalize(root))]);
    walk.settle();
    if walk.add_called() && walk.lower_again() {
        walk.settle();
    }
    let problems = walk.problems(root);
    if walk.files.is_empty() {
        // Every crate has a root file, even if it is empty.
        let place = Place::root(normalize(root));
        walk.files.push(Lowered { place, text: Arc::from(""), parsed: Parsed::default(), children: FxHashMap::default() });
    }
    Tree { files: walk.files, macros: walk.macros, problems }
}

/// The number of scans for macros that each new level triggers; later ones wait until there are twice as many files with macros.
const EAGER_SCANS: usize = 8;

struct Walk<'a> {
    source: &'a Source<'a>,
    /// Texts with macros of other crates.
    foreign: Vec<Arc<str>>,
    files: Vec<Lowered>,
    /// Files by path; `None` if it cannot be read.
    by_path: FxHashMap<PathBuf, Option<usize>>,
    macros: Macros,
    /// Files whose `mod`s have not been followed yet.
    open: Vec<usize>,
    /// How often the macros have been scanned, and how many files defined any at the last scan.
    scans: (usize, usize),
    /// How many files define macros.
    with_macros: usize,
    /// Names of the macros that the files lowered so far could use.
    known: FxHashSet<Name>,
}

impl Walk<'_> {
    /// Reads and lowers new files.
    fn add_level(&mut self, places: Vec<Place>) {
        let read: Vec<_> = parallel(self.source.workers, self.source.parser.stack_bytes(), &places, |place| {
            if (self.source.outside)(&place.path) { None } else { (self.source.read)(&place.path) }
        });
        let mut new = Vec::new();
        for (place, text) in places.into_iter().zip(read) {
            if self.by_path.contains_key(&place.path) {
                continue;
            }
            self.by_path.insert(place.path.clone(), text.is_some().then_some(self.files.len() + new.len()));
            if let Some(text) = text {
                new.push((place, text));
            }
        }
        self.with_macros += new.iter().filter(|(_, text)| text.contains("macro_rules!")).count();
        // Each scan reads all files, so scans are limited; files with missed macros are lowered again in the end.
        if self.scans.0 < EAGER_SCANS || self.with_macros >= 2 * self.scans.1 {
            self.scan(&new);
        }
        let parsed = parallel(self.source.workers, self.source.parser.stack_bytes(), &new, |(_, text)| {
            self.source.parser.lower(text, self.source.bodies, &self.macros)
        });
        for ((place, text), parsed) in new.into_iter().zip(parsed) {
            self.learn(&parsed.facts);
            self.open.push(self.files.len());
            self.files.push(Lowered { place, text, parsed, children: FxHashMap::default() });
        }
    }

    /// Scans the files so far and `new` ones for macros, if there are any that have not been scanned.
    fn scan(&mut self, new: &[(Place, Arc<str>)]) {
        if self.with_macros == self.scans.1 {
            return;
        }
        self.scans = (self.scans.0 + 1, self.with_macros);
        self.scan_all(new);
    }

    fn scan_all(&mut self, new: &[(Place, Arc<str>)]) {
        let own = self.files.iter().map(|file| &file.text).chain(new.iter().map(|(_, text)| text));
        let texts: Vec<_> = own.chain(&self.foreign).cloned().collect();
        self.macros = self.source.parser.scan(&texts);
    }

    /// Adds macros of other crates that items call and that are not known yet. Returns whether there are any.
    fn add_called(&mut self) -> bool {
        let called: BTreeSet<CalledMacro> = self.files.iter().flat_map(|file| called_macros(&file.parsed.facts)).collect();
        let Some(text) = Some(&called).filter(|called| !called.is_empty()).and_then(self.source.called) else { return false };
        self.foreign.push(text);
        self.known.extend(called.into_iter().map(|(_, name)| name));
        self.scan_all(&[]);
        true
    }

    /// Follows `mod`s and expands macros until there is nothing new.
    fn settle(&mut self) {
        for _ in 0..ROUNDS {
            self.exhaust();
            self.scan(&[]);
            if !self.lower_again() {
                break;
            }
        }
    }

    fn learn(&mut self, facts: &FileFacts) {
        let rules = facts.items.iter().filter(|item| matches!(item.kind, ItemKind::MacroRules(_)));
        self.known.extend(rules.map(|item| item.name));
    }

    /// Follows `mod`s until there is nothing new.
    fn exhaust(&mut self) {
        loop {
            let mut next: Vec<Place> = Vec::new();
            let mut asked: FxHashSet<PathBuf> = FxHashSet::default();
            self.open.sort_unstable();
            self.open.dedup();
            for index in std::mem::take(&mut self.open) {
                let file = &self.files[index];
                let mut found = Vec::new();
                let mut waits = false;
                for (item, places) in self.modules_of(file) {
                    if file.children.contains_key(&item) {
                        continue;
                    }
                    // The first candidate that exists; candidates that were never tried go first into the next level.
                    for place in places {
                        match self.by_path.get(&place.path) {
                            Some(Some(child)) => {
                                found.push((item, *child));
                                break;
                            }
                            Some(None) => {}
                            None => {
                                waits = true;
                                if asked.insert(place.path.clone()) {
                                    next.push(place);
                                }
                                break;
                            }
                        }
                    }
                }
                self.files[index].children.extend(found);
                if waits {
                    self.open.push(index);
                }
            }
            if next.is_empty() {
                return;
            }
            self.add_level(next);
        }
    }

    /// Lowers files again that call macros found only after they were lowered. Returns whether any file's facts changed.
    fn lower_again(&mut self) -> bool {
        let known = &self.known;
        let again: Vec<usize> = (0..self.files.len()).filter(|&index| calls_known(&self.files[index].parsed.facts, known)).collect();
        let parsed = parallel(self.source.workers, self.source.parser.stack_bytes(), &again, |&index| {
            self.source.parser.lower(&self.files[index].text, self.source.bodies, &self.macros)
        });
        let mut changed = false;
        for (index, parsed) in again.into_iter().zip(parsed) {
            // Calls that stay unexpanded (recursive, too large) must not keep the rounds going.
            if parsed.facts != self.files[index].parsed.facts {
                changed = true;
                self.learn(&parsed.facts);
                self.files[index].parsed = parsed;
                self.files[index].children.clear();
                self.open.push(index);
            }
        }
        changed
    }

    /// The `mod name;` and `include!("name.rs")` items of a file with their candidate files. Crates of which only signatures are read are
    /// not followed into tests.
    fn modules_of(&self, file: &Lowered) -> Vec<(ItemId, Vec<Place>)> {
        let facts = &file.parsed.facts;
        facts
            .items
            .iter_enumerated()
            .filter(|(_, item)| matches!(item.kind, ItemKind::Module { scope: None, .. } | ItemKind::Include { .. }))
            .filter(|(_, item)| self.source.bodies == BodyMode::Lower || !item.in_test)
            .filter(|(_, item)| !item.cfg.as_deref().is_some_and(self.source.is_off))
            .map(|(id, _)| (id, candidates(&file.place, facts, id, self.source.platform)))
            .collect()
    }

    fn problems(&self, root: &Path) -> Vec<Problem> {
        if self.files.is_empty() {
            return vec![Problem::new(root.to_owned(), "crate root cannot be read".to_owned(), None)];
        }
        let mut problems = Vec::new();
        for file in &self.files {
            for (item, places) in self.modules_of(file) {
                if file.children.contains_key(&item) {
                    continue;
                }
                let item = &file.parsed.facts.items[item];
                // An included file may be generated by the build.
                if matches!(item.kind, ItemKind::Include { .. }) {
                    continue;
                }
                let outside = places.iter().all(|place| (self.source.outside)(&place.path));
                let message = if outside {
                    format!("module `{}` points outside of its package", item.name)
                } else {
                    format!("file of module `{}` cannot be read", item.name)
                };
                problems.push(Problem::new(file.place.path.clone(), message, Some(item.name_span.range())));
            }
        }
        problems
    }
}

/// The macros of other crates that items outside of tests call, where a path or a `use` in the file names the crate.
fn called_macros(facts: &FileFacts) -> Vec<CalledMacro> {
    let used = |name: Name| {
        let uses = facts.items.iter().filter_map(|item| if let ItemKind::Use(one) = &item.kind { Some(&one.path.segments) } else { None });
        let named = uses.filter(move |path| path.len() > 1 && path.last().is_some_and(|last| last.name == name));
        named.map(|path| path[0].name)
    };
    let called = |item: &Item| match &item.kind {
        ItemKind::MacroCall { path } => match &path.segments[..] {
            [only] => used(only.name).map(|krate| (krate, only.name)).collect(),
            [krate, name] => vec![(krate.name, name.name)],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    };
    facts.items.iter().filter(|item| !item.in_test).flat_map(called).collect()
}

fn calls_known(facts: &FileFacts, known: &FxHashSet<Name>) -> bool {
    let in_items = facts.items.iter().any(|item| match &item.kind {
        ItemKind::MacroCall { path } => path.segments.last().is_some_and(|segment| known.contains(&segment.name)),
        _ => false,
    });
    in_items || facts.skipped.iter().any(|call| call.path.rsplit("::").next().is_some_and(|name| known.contains(&Name::new(name.trim()))))
}

/// Maps in parallel, keeping the order.
fn parallel<T: Sync, R: Send>(workers: Workers, stack_bytes: usize, items: &[T], map: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    if items.len() < 2 {
        return items.iter().map(map).collect();
    }
    if workers == Workers::Pool {
        return items.par_iter().map(map).collect();
    }
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get).min(items.len()).min(16);
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        while let Some((index, item)) = Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|index| Some((index, items.get(index)?))) {
            done.push((index, map(item)));
        }
        done
    };
    let mut all: Vec<(usize, R)> = std::thread::scope(|scope| {
        // If no thread can be spawned, the current thread does all the work.
        let spawn = |_| std::thread::Builder::new().stack_size(stack_bytes).spawn_scoped(scope, run).ok();
        let spawned: Vec<_> = (1..threads).filter_map(spawn).collect();
        let mut all = run();
        for thread in spawned {
            match thread.join() {
                Ok(done) => all.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    all.sort_by_key(|&(index, _)| index);
    all.into_iter().map(|(_, result)| result).collect()
}
