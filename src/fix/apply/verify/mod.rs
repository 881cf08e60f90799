//! Keeps of the fixes what a command of the user's lets stand: it has to succeed before, and after; the files whose fixes make it
//! fail get their old text back. Knows files and whether a command succeeded; what the command does is the user's affair, and that it
//! is run at all is the user's wish.

mod blame;
mod command;
#[cfg(test)]
mod tests;
mod units;

pub use blame::errors;
pub use command::Command;

use super::outcome::Plan;
use super::write::{NewText, WriteError, holds, write};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use units::{Unit, units};

/// How often the command is run at most, the first and the last time included.
pub const MAX_RUNS: usize = 24;

/// One run of the command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// Whether it succeeded.
    pub success: bool,
    /// The end of what it wrote to both of its streams.
    pub output: String,
}

/// What is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Files that have their old text again, because the command fails with the new one, by path as in the plan.
    pub rolled_back: Vec<String>,
    /// Of those, the ones that were not tried by themselves, because the command had been run often enough.
    pub untried: Vec<String>,
    /// How often the command was run.
    pub runs: usize,
    /// The end of what the command wrote when it first failed with fixes.
    pub failure: Option<String>,
    /// Files that the command itself, or somebody else, has changed: they hold what they were given then.
    pub left_alone: Vec<String>,
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
    /// The command fails even without any fix, though it did not before. All files are as they were.
    #[error("the command still fails with every file as it was before")]
    RedAfter {
        /// The end of its output.
        output: String,
    },
    /// The user has ended it. All files are as they were.
    #[error("interrupted")]
    Interrupted,
    /// It cannot be run. All files are as they were.
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

/// Makes the changes of `plan` as far as `run` succeeds with them. `real` gives the file behind each path of the plan, in its order;
/// `base` is the folder that relative paths in the command's output start from.
///
/// # Errors
/// A [`VerifyError`]; all files are as they were then, unless it says otherwise.
pub fn verify(plan: &Plan, real: &[PathBuf], base: &Path, run: &mut dyn FnMut() -> io::Result<Ran>) -> Result<Verified, VerifyError> {
    let before = run()?;
    if !before.success {
        return Err(VerifyError::RedBefore { output: before.output });
    }
    let units = units(plan);
    let mut trial =
        Trial { plan, real, base, units: &units, run, runs: 1, on: BTreeSet::new(), left_alone: BTreeSet::new(), first_failure: None };
    let kept = trial.search().or_else(|error| trial.set(&BTreeSet::new()).map_err(VerifyError::from).and(Err(error)))?;
    // Of a file that somebody else has changed meanwhile nothing was undone.
    let is_ours = |file: &&usize| !trial.left_alone.contains(*file);
    let paths = |nth: &usize| units[*nth].files.iter().filter(is_ours).map(|&file| plan.changes[file].path.clone()).collect::<Vec<_>>();
    let rolled_back = (0..units.len()).filter(|nth| !kept.on.contains(nth));
    Ok(Verified {
        rolled_back: rolled_back.flat_map(|nth| paths(&nth)).collect(),
        untried: kept.untried.iter().flat_map(paths).collect(),
        runs: trial.runs,
        failure: trial.first_failure,
        left_alone: trial.left_alone.iter().map(|&file| plan.changes[file].path.clone()).collect(),
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
    /// Changes that are on disk now.
    on: BTreeSet<usize>,
    /// Files that somebody else has changed in the meantime.
    left_alone: BTreeSet<usize>,
    /// The end of what the command wrote when it first failed.
    first_failure: Option<String>,
}

impl Trial<'_> {
    fn search(&mut self) -> Result<Kept, VerifyError> {
        let all: BTreeSet<usize> = (0..self.units.len()).collect();
        let mut current = all.clone();
        let mut last = self.attempt(&current)?;
        // First those that the command complains about, as long as that leads on.
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
        // Then by halves: of those that were blamed some may be innocent, and where nobody was blamed, anybody may be guilty.
        self.halve(&suspects, &mut kept)?;
        self.confirm(&mut kept)?;
        Ok(kept)
    }

    /// Finds out which of `suspects`, with which all together the command is known to fail, can be kept.
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

    /// Leaves on disk what is kept, and sees that the command succeeds with it. If it does not, nothing is kept.
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

    /// Two runs are kept back for the end.
    const fn may_run(&self) -> bool {
        self.runs + 2 < MAX_RUNS
    }

    /// Runs the command with exactly these units changed.
    fn attempt(&mut self, units: &BTreeSet<usize>) -> Result<Ran, VerifyError> {
        let changes = self.changes(units);
        self.set(&changes)?;
        self.runs += 1;
        let ran = (self.run)()?;
        if !ran.success && self.first_failure.is_none() {
            self.first_failure = Some(ran.output.clone());
        }
        Ok(ran)
    }

    /// The changes that units need: their files, and the manifests that these count on.
    fn changes(&self, units: &BTreeSet<usize>) -> BTreeSet<usize> {
        units.iter().flat_map(|&nth| self.units[nth].files.iter().chain(&self.units[nth].manifests)).copied().collect()
    }

    /// Puts exactly these changes on disk. A file that holds neither of its two texts has been changed by the command, or by somebody
    /// else, and is left alone from then on; the others are not.
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
        let named = blame::files(output);
        let is_named = |file: &usize| named.iter().any(|name| blame::is(name, &self.real[*file], self.base));
        among.iter().copied().filter(|&nth| self.units[nth].files.iter().any(is_named)).collect()
    }
}
