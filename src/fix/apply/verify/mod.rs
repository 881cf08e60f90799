//! Keeps those fixes with which the user's command succeeds. The command must succeed before any fix; files whose fixes make it fail are
//! rolled back. Knows files and whether the command succeeded, not what it does.

mod blame;
mod command;
#[cfg(test)]
mod tests;
mod units;

pub use blame::errors;
pub use command::Command;

use super::outcome::Plan;
use super::write::{NewText, WriteError, holds, write};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use units::{Unit, units};

/// The maximum number of runs of the command, including the first and the last.
pub const MAX_RUNS: usize = 24;

/// One run of the command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// Whether it succeeded.
    pub success: bool,
    /// The end of its output, from both streams.
    pub output: String,
}

/// The result of the verification.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Files that were rolled back because the command fails with the new text; paths as in the plan.
    pub rolled_back: Vec<String>,
    /// Of those, the ones that were not tried separately, because of the limit of runs.
    pub untried: Vec<String>,
    /// How often the command was run.
    pub runs: usize,
    /// The end of the command's output when it first failed with fixes.
    pub failure: Option<String>,
    /// Files that the command or another program has changed: they keep that text.
    pub left_alone: Vec<String>,
    /// The 1-based lines of tried texts that the command complained about, by file; paths as in the plan.
    pub blamed: BTreeMap<String, BTreeSet<u32>>,
}

/// Why nothing is kept.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The command fails without any fix.
    #[error("the command fails before anything is fixed")]
    RedBefore {
        /// The end of its output.
        output: String,
    },
    /// The command now fails even without any fix. All files are as before.
    #[error("the command still fails with every file as it was before")]
    RedAfter {
        /// The end of its output.
        output: String,
    },
    /// The user interrupted it. All files are as before.
    #[error("interrupted")]
    Interrupted,
    /// It cannot be run. All files are as before.
    #[error("the command cannot be run: {0}")]
    CannotRun(io::Error),
    /// A file cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl From<io::Error> for VerifyError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::Interrupted { Self::Interrupted } else { Self::CannotRun(error) }
    }
}

/// Applies those changes of `plan` with which `run` succeeds. `real` has the file of each change, in the plan's order; `base` is the folder
/// that relative paths in the command's output start from.
///
/// # Errors
/// A [`VerifyError`]; then all files are as before, unless it says otherwise.
pub fn verify(plan: &Plan, real: &[PathBuf], base: &Path, run: &mut dyn FnMut() -> io::Result<Ran>) -> Result<Verified, VerifyError> {
    let before = run()?;
    if !before.success {
        return Err(VerifyError::RedBefore { output: before.output });
    }
    let units = units(plan);
    let mut trial = Trial {
        plan,
        real,
        base,
        units: &units,
        run,
        runs: 1,
        on: BTreeSet::new(),
        left_alone: BTreeSet::new(),
        first_failure: None,
        blamed: BTreeMap::new(),
    };
    let kept = trial.search().or_else(|error| trial.set(&BTreeSet::new()).map_err(VerifyError::from).and(Err(error)))?;
    // A file that another program has changed was not rolled back.
    let is_ours = |file: &&usize| !trial.left_alone.contains(*file);
    let paths = |nth: &usize| units[*nth].files.iter().filter(is_ours).map(|&file| plan.changes[file].path.clone()).collect::<Vec<_>>();
    let rolled_back = (0..units.len()).filter(|nth| !kept.on.contains(nth));
    Ok(Verified {
        rolled_back: rolled_back.flat_map(|nth| paths(&nth)).collect(),
        untried: kept.untried.iter().flat_map(paths).collect(),
        runs: trial.runs,
        failure: trial.first_failure,
        left_alone: trial.left_alone.iter().map(|&file| plan.changes[file].path.clone()).collect(),
        blamed: trial.blamed.into_iter().map(|(file, lines)| (plan.changes[file].path.clone(), lines)).collect(),
    })
}

/// The outcome of the search.
struct Kept {
    on: BTreeSet<usize>,
    untried: BTreeSet<usize>,
}

struct Trial<'a> {
    plan: &'a Plan,
    real: &'a [PathBuf],
    base: &'a Path,
    units: &'a [Unit],
    run: &'a mut dyn FnMut() -> io::Result<Ran>,
    runs: usize,
    /// The changes that are on disk now.
    on: BTreeSet<usize>,
    /// Files that another program has changed.
    left_alone: BTreeSet<usize>,
    /// The end of the command's output when it first failed.
    first_failure: Option<String>,
    /// The lines that it complained about, by file.
    blamed: BTreeMap<usize, BTreeSet<u32>>,
}

impl Trial<'_> {
    fn search(&mut self) -> Result<Kept, VerifyError> {
        let all: BTreeSet<usize> = (0..self.units.len()).collect();
        let mut current = all.clone();
        let mut last = self.attempt(&current)?;
        // First drop the units that the command complains about, as long as this makes progress.
        while !last.success && self.may_run() {
            let blamed = self.blamed(&last.output, &current);
            if blamed.is_empty() || blamed.len() == current.len() {
                break;
            }
            current.retain(|unit| !blamed.contains(unit));
            last = self.attempt(&current)?;
        }
        let mut kept = Kept { on: BTreeSet::new(), untried: BTreeSet::new() };
        let suspects: Vec<usize> = if last.success {
            kept.on.clone_from(&current);
            all.difference(&current).copied().collect()
        } else {
            all.into_iter().collect()
        };
        // Then bisect: some of the blamed units may be innocent, and if none was blamed, any may be guilty.
        self.halve(&suspects, &mut kept)?;
        self.confirm(&mut kept)?;
        Ok(kept)
    }

    /// Finds out which of `suspects` can be kept. With all of them together the command is known to fail.
    fn halve(&mut self, suspects: &[usize], kept: &mut Kept) -> Result<(), VerifyError> {
        if suspects.len() < 2 {
            return Ok(());
        }
        let mut queue: Vec<Vec<usize>> = [&suspects[suspects.len() / 2..], &suspects[..suspects.len() / 2]].map(<[usize]>::to_vec).to_vec();
        while let Some(group) = queue.pop() {
            if !self.may_run() {
                kept.untried.extend(group);
                continue;
            }
            let with: BTreeSet<usize> = kept.on.iter().chain(&group).copied().collect();
            if self.attempt(&with)?.success {
                kept.on = with;
            } else if group.len() > 1 {
                let (first, second) = group.split_at(group.len() / 2);
                queue.extend([second.to_vec(), first.to_vec()]);
            }
        }
        Ok(())
    }

    /// Puts the kept units on disk and checks that the command succeeds. If it fails, nothing is kept.
    fn confirm(&mut self, kept: &mut Kept) -> Result<(), VerifyError> {
        let mut last = None;
        if self.changes(&kept.on) != self.on {
            last = Some(self.attempt(&kept.on)?);
        }
        if last.as_ref().is_some_and(|last| !last.success) && !kept.on.is_empty() {
            kept.on.clear();
            last = Some(self.attempt(&kept.on)?);
        }
        match last {
            Some(Ran { success: false, output }) => Err(VerifyError::RedAfter { output }),
            _ => Ok(()),
        }
    }

    /// Two runs are reserved for [`Self::confirm`].
    const fn may_run(&self) -> bool {
        self.runs + 2 < MAX_RUNS
    }

    /// Runs the command with exactly these units changed.
    fn attempt(&mut self, units: &BTreeSet<usize>) -> Result<Ran, VerifyError> {
        let changes = self.changes(units);
        self.set(&changes)?;
        self.runs += 1;
        let ran = (self.run)()?;
        if !ran.success {
            // A line of 0 is unknown.
            for (name, line) in blame::places(&ran.output).into_iter().filter(|(_, line)| *line > 0) {
                let changed = changes.iter().filter(|file| blame::is(&name, &self.real[**file], self.base));
                for &file in changed {
                    self.blamed.entry(file).or_default().insert(line);
                }
            }
            self.first_failure.get_or_insert_with(|| ran.output.clone());
        }
        Ok(ran)
    }

    /// The changes of units: their files and the manifests that these need.
    fn changes(&self, units: &BTreeSet<usize>) -> BTreeSet<usize> {
        units.iter().flat_map(|&nth| self.units[nth].files.iter().chain(&self.units[nth].manifests)).copied().collect()
    }

    /// Puts exactly these changes on disk. A file with neither of its two texts was changed by the command or another program, and is not
    /// touched from then on.
    fn set(&mut self, want: &BTreeSet<usize>) -> Result<(), WriteError> {
        let is_manifest = |file: &usize| self.real[*file].file_name().is_some_and(|name| name == "Cargo.toml");
        let mut new: Vec<usize> = want.difference(&self.on).copied().collect();
        new.sort_by_key(|file| !is_manifest(file));
        let mut old: Vec<usize> = self.on.difference(want).copied().collect();
        old.sort_by_key(is_manifest);
        let texts = |file: &usize| (*file, Arc::clone(&self.plan.changes[*file].before), Arc::clone(&self.plan.changes[*file].after));
        let back = old.iter().map(texts).map(|(file, before, after)| (file, after, before));
        let mut all: Vec<(usize, Arc<str>, Arc<str>)> = new.iter().map(texts).chain(back).collect();
        all.retain(|(file, before, _)| {
            !self.left_alone.contains(file) && {
                let is_ours = holds(&self.real[*file], before);
                if !is_ours {
                    self.left_alone.insert(*file);
                }
                is_ours
            }
        });
        let texts: Vec<NewText<'_>> = all.iter().map(|(file, before, after)| NewText { path: &self.real[*file], before, after }).collect();
        write(&texts)?;
        self.on.clone_from(want);
        Ok(())
    }

    /// The units whose files an output complains about.
    fn blamed(&self, output: &str, among: &BTreeSet<usize>) -> BTreeSet<usize> {
        let named: BTreeSet<String> = blame::places(output).into_iter().map(|(name, _)| name).collect();
        let is_named = |file: &usize| named.iter().any(|name| blame::is(name, &self.real[*file], self.base));
        among.iter().copied().filter(|&nth| self.units[nth].files.iter().any(is_named)).collect()
    }
}
