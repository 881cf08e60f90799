//! Which lints run: `--select` and `--ignore`, with ids, groups and `all`.

use crate::catalogue::Lint;
use crate::diagnostics::Level;
use crate::nearest::nearest;
use crate::options::CheckError;
use std::collections::BTreeMap;

/// Selects every lint.
pub const ALL: &str = "all";

/// The groups of lints.
pub const GROUPS: [&str; 5] = ["blocking", "locks", "offload", "runtime", "tool"];

/// The lints that run, and whether each was selected by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    lints: BTreeMap<String, Asked>,
    /// Configured levels, by lint.
    levels: BTreeMap<String, (Level, Asked)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    /// Through its group or by default: a lint of level `allow` stays off.
    InPassing,
    /// By its id or `all`: a lint of level `allow` becomes a note.
    ByName,
}

impl Selection {
    /// Resolves the names in `select` (empty: every lint) and removes those in `ignore`, which always wins.
    ///
    /// # Errors
    /// [`CheckError::UnknownLint`] for the first name that is neither a lint, a group nor `all`.
    pub fn new<'a>(lints: impl Iterator<Item = &'a Lint>, select: &[String], ignore: &[String]) -> Result<Self, CheckError> {
        let known: BTreeMap<&str, &str> = lints.map(|lint| (lint.id.as_str(), lint.file.group.as_str())).collect();
        let mut chosen = BTreeMap::new();
        if select.is_empty() {
            chosen.extend(known.keys().map(|id| ((*id).to_owned(), Asked::InPassing)));
        }
        for name in select {
            for (id, asked) in members(&known, name)? {
                let before = chosen.entry(id.to_owned()).or_insert(asked);
                *before = asked.max(*before);
            }
        }
        for name in ignore {
            for (id, _) in members(&known, name)? {
                chosen.remove(id);
            }
        }
        Ok(Self { lints: chosen, levels: BTreeMap::new() })
    }

    /// Adds levels by lint id, group or `all`. The first table that names a lint decides; in this table the most specific name.
    #[must_use]
    pub fn with_levels<'a>(mut self, lints: impl Iterator<Item = &'a Lint>, levels: &[&BTreeMap<String, Level>]) -> Self {
        for lint in lints {
            let names = [(lint.id.as_str(), Asked::ByName), (lint.file.group.as_str(), Asked::InPassing), (ALL, Asked::ByName)];
            let level = levels.iter().find_map(|table| names.iter().find_map(|(name, asked)| Some((*table.get(*name)?, *asked))));
            self.levels.extend(level.map(|level| (lint.id.clone(), level)));
        }
        self
    }

    /// Adds levels from the command line, which override configured ones. The most specific name decides; for equal names the last. `Allow`
    /// removes lints. A lint's own id adds it if `may_add` accepts it.
    #[must_use]
    pub fn with_named<'a>(
        mut self,
        lints: impl Iterator<Item = &'a Lint>,
        named: &[(String, Level)],
        may_add: impl Fn(&Lint) -> bool,
    ) -> Self {
        let find = |wanted: &str| named.iter().rev().find(|(name, _)| name == wanted).map(|(_, level)| *level);
        for lint in lints {
            let id = lint.id.as_str();
            let own = find(id);
            let all = || find(ALL).map(|level| (level, Asked::ByName));
            let level = own.map(|level| (level, Asked::ByName));
            match level.or_else(|| find(&lint.file.group).map(|level| (level, Asked::InPassing))).or_else(all) {
                Some((Level::Allow, _)) => drop(self.lints.remove(id)),
                Some(level) => {
                    self.levels.insert(id.to_owned(), level);
                    if own.is_some() && may_add(lint) {
                        self.lints.entry(id.to_owned()).or_insert(Asked::ByName);
                    }
                }
                None => {}
            }
        }
        self
    }

    /// The level at which a finding of `lint` is reported; `None` if it is not reported. `level` is the lint's default level. A configured
    /// level overrides it, but the level of a group does not switch on a lint that is off.
    #[must_use]
    pub fn level(&self, lint: &str, level: Level) -> Option<Level> {
        let level = match self.levels.get(lint) {
            Some((configured, asked)) if *asked == Asked::ByName || level != Level::Allow => *configured,
            _ => level,
        };
        match (self.lints.get(lint)?, level) {
            (Asked::InPassing, Level::Allow) => None,
            (Asked::ByName, Level::Allow) => Some(Level::Note),
            (_, level) => Some(level),
        }
    }
}

/// The lints that `name` stands for.
fn members<'a>(known: &BTreeMap<&'a str, &'a str>, name: &str) -> Result<Vec<(&'a str, Asked)>, CheckError> {
    if name == ALL {
        return Ok(known.keys().map(|id| (*id, Asked::ByName)).collect());
    }
    if let Some((id, _)) = known.get_key_value(name) {
        return Ok(vec![(*id, Asked::ByName)]);
    }
    let group: Vec<_> = known.iter().filter(|(_, group)| **group == name).map(|(id, _)| (*id, Asked::InPassing)).collect();
    if !group.is_empty() || GROUPS.contains(&name) {
        return Ok(group);
    }
    let names = known.keys().copied().chain(GROUPS).chain([ALL]);
    Err(CheckError::UnknownLint { name: name.to_owned(), suggestion: nearest(name, names).map(str::to_owned) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Example, FoundBy, LintFile};
    use crate::diagnostics::Cost;

    fn lint(id: &str, group: &str, level: Level) -> Lint {
        let text = String::new;
        let (summary, why, advice, bad, good) = (text(), text(), text(), text(), text());
        let (limits, no_proof, found_by) = (Vec::new(), None, FoundBy::Data);
        let group = group.to_owned();
        let file = LintFile {
            group,
            level,
            cost: Cost::Disk,
            summary,
            why,
            advice,
            limits,
            example: Example::Code,
            bad,
            good,
            transitive: true,
            alone: false,
            blocks: true,
            found_by,
            no_proof,
            no_fix: None,
            api: Vec::new(),
        };
        Lint { id: id.to_owned(), file }
    }

    fn select(select: &[&str], ignore: &[&str]) -> Result<Selection, CheckError> {
        let lints = [
            lint("blocking-sleep", "blocking", Level::Warn),
            lint("blocking-file", "blocking", Level::Allow),
            lint("held-lock", "locks", Level::Warn),
        ];
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        Selection::new(lints.iter(), &owned(select), &owned(ignore))
    }

    #[test]
    fn allowed_lints_run_only_when_named() {
        let level = |names: &[&str]| select(names, &[]).expect("known").level("blocking-file", Level::Allow);
        assert_eq!(level(&[]), None);
        assert_eq!(level(&["blocking"]), None);
        assert_eq!(level(&["blocking-file"]), Some(Level::Note));
        assert_eq!(level(&["blocking", "all"]), Some(Level::Note));
        assert_eq!(level(&["all", "blocking"]), Some(Level::Note), "the order does not matter");
    }

    #[test]
    fn the_first_table_wins_and_in_it_the_most_specific_name() {
        let lints = [lint("blocking-sleep", "blocking", Level::Warn), lint("blocking-file", "blocking", Level::Allow)];
        let table =
            |entries: &[(&str, Level)]| entries.iter().map(|(name, level)| ((*name).to_owned(), *level)).collect::<BTreeMap<_, _>>();
        let near = table(&[("blocking", Level::Note), ("blocking-file", Level::Deny)]);
        let far = table(&[("blocking-sleep", Level::Deny), ("all", Level::Warn)]);
        let level = |tables: &[&BTreeMap<String, Level>], lint: &str, own| {
            Selection::new(lints.iter(), &[], &[]).expect("known").with_levels(lints.iter(), tables).level(lint, own)
        };
        assert_eq!(level(&[&near, &far], "blocking-sleep", Level::Warn), Some(Level::Note));
        assert_eq!(level(&[&near, &far], "blocking-file", Level::Allow), Some(Level::Deny));
        assert_eq!(level(&[&far], "blocking-file", Level::Allow), Some(Level::Warn));
        assert_eq!(level(&[&table(&[("blocking", Level::Warn)])], "blocking-file", Level::Allow), None, "a group switches nothing on");
        assert_eq!(level(&[&table(&[("blocking-sleep", Level::Allow)])], "blocking-sleep", Level::Warn), None);
    }

    #[test]
    fn levels_from_the_command_line_win() {
        let lints = [
            lint("blocking-sleep", "blocking", Level::Warn),
            lint("blocking-file", "blocking", Level::Allow),
            lint("held-lock", "locks", Level::Warn),
        ];
        let configured = BTreeMap::from([("blocking-sleep".to_owned(), Level::Note)]);
        let level = |named: &[(&str, Level)], lint: &str, own| {
            let named: Vec<_> = named.iter().map(|(name, level)| ((*name).to_owned(), *level)).collect();
            let selection = Selection::new(lints.iter(), &[], &["held-lock".to_owned()]).expect("known");
            selection.with_levels(lints.iter(), &[&configured]).with_named(lints.iter(), &named, |_| true).level(lint, own)
        };
        assert_eq!(level(&[("blocking-sleep", Level::Deny)], "blocking-sleep", Level::Warn), Some(Level::Deny));
        assert_eq!(level(&[("all", Level::Allow), ("blocking-sleep", Level::Deny)], "blocking-sleep", Level::Warn), Some(Level::Deny));
        assert_eq!(level(&[("blocking-sleep", Level::Deny), ("blocking", Level::Allow)], "blocking-sleep", Level::Warn), Some(Level::Deny));
        assert_eq!(level(&[("all", Level::Allow)], "blocking-sleep", Level::Warn), None);
        assert_eq!(level(&[("all", Level::Deny), ("all", Level::Warn)], "blocking-sleep", Level::Warn), Some(Level::Warn));
        assert_eq!(level(&[("blocking", Level::Deny)], "blocking-file", Level::Allow), None, "a group switches nothing on");
        assert_eq!(level(&[("blocking-file", Level::Warn)], "blocking-file", Level::Allow), Some(Level::Warn));
        assert_eq!(level(&[("held-lock", Level::Warn)], "held-lock", Level::Warn), Some(Level::Warn), "what is configured is less");
    }

    #[test]
    fn groups_select_and_ignore_wins() {
        let selection = select(&["blocking"], &["blocking-sleep"]).expect("known");
        assert_eq!(selection.level("held-lock", Level::Warn), None);
        assert_eq!(selection.level("blocking-sleep", Level::Warn), None);
        assert_eq!(selection.level("blocking-file", Level::Deny), Some(Level::Deny));
    }

    #[test]
    fn an_unknown_name_is_an_error_with_the_nearest_one() {
        let suggestion = |name: &str| match select(&[], &[name]) {
            Err(CheckError::UnknownLint { suggestion, .. }) => suggestion,
            other => panic!("{other:?}"),
        };
        assert_eq!(suggestion("blocking_slep").as_deref(), Some("blocking-sleep"));
        assert_eq!(suggestion("lock").as_deref(), Some("locks"));
        assert_eq!(suggestion("sleep").as_deref(), Some("blocking-sleep"));
        assert_eq!(suggestion("quux"), None);
        assert_eq!(suggestion(""), None);
        assert_eq!(suggestion(&"x".repeat(10_000)), None);
    }
}
