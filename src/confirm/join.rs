//! Which findings an event confirms: direct ones by position, transitive ones by call path. Knows positions and hops; never knows why
//! something was not found.

use super::record::{Event, Record};
use crate::diagnostics::{Confirmed, Finding, Kind, Report};
use crate::project::{absolute, display_path};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// How to compare paths of the record with paths of findings.
pub(super) struct Places<'a> {
    /// The folder to which the record's paths are relative.
    root: &'a Path,
    /// The folder to which the findings' paths are relative.
    current_dir: &'a Path,
}

impl<'a> Places<'a> {
    pub(super) fn new(root: &'a Path, current_dir: &'a Path) -> Self {
        Self { root, current_dir }
    }

    fn of_finding(&self, path: &str) -> PathBuf {
        absolute(Path::new(path), self.current_dir)
    }

    fn of_event(&self, path: &str) -> PathBuf {
        absolute(Path::new(path), self.root)
    }

    /// A path of the record as findings write it.
    pub(super) fn shown(&self, path: &str) -> String {
        if path.is_empty() { String::new() } else { display_path(&self.of_event(path), self.current_dir) }
    }
}

/// The findings of each file, as indices.
type ByFile = HashMap<PathBuf, Vec<usize>>;

/// The findings of a file. A program that was built on another machine has paths that do not exist here; such a path matches by its longest
/// suffix that is a file of this workspace.
fn findings_of<'f>(path: &Path, by_file: &'f ByFile, places: &Places<'_>) -> &'f [usize] {
    let here = by_file.get(path).or_else(|| {
        let inside = |skipped: usize| by_file.get(&places.root.join(path.iter().skip(skipped).collect::<PathBuf>()));
        if path.starts_with(places.root) { None } else { (1..path.iter().count()).find_map(inside) }
    });
    here.map_or(&[], Vec::as_slice)
}

/// A frame of an event.
struct Step {
    path: PathBuf,
    line: u32,
    user: bool,
    /// The fn's own name.
    name: String,
}

/// Marks confirmed findings; returns the indices of the events that no finding explains.
pub(super) fn join(report: &mut Report, record: &Record, name: &str, places: &Places<'_>) -> Vec<usize> {
    let mut by_file = ByFile::new();
    for (index, finding) in report.findings.iter().enumerate() {
        by_file.entry(places.of_finding(&finding.path)).or_default().push(index);
    }
    let mut confirmed: BTreeMap<usize, Confirmed> = BTreeMap::new();
    let mut unexplained = Vec::new();
    for (number, event) in record.events.iter().enumerate() {
        let found = explaining(event, &report.findings, &by_file, places);
        if found.is_empty() {
            unexplained.push(number);
        }
        for index in found {
            let by = if event.test.is_empty() { name } else { &event.test };
            let known = confirmed.entry(index).or_insert_with(|| Confirmed { by: by.to_owned(), times: 0, max_ns: 0 });
            known.times = known.times.saturating_add(event.times);
            known.max_ns = known.max_ns.max(event.max_ns);
        }
    }
    for (index, by) in confirmed {
        report.findings[index].confirmed = Some(by);
    }
    unexplained
}

/// The findings that an event confirms.
fn explaining(event: &Event, findings: &[Finding], by_file: &ByFile, places: &Places<'_>) -> Vec<usize> {
    let mut steps: Vec<Step> = event
        .stack
        .iter()
        .map(|frame| Step { path: places.of_event(&frame.path), line: frame.line, user: frame.user, name: name_of(&frame.function) })
        .collect();
    if steps.iter().all(|step| !step.user) && !event.path.is_empty() {
        steps = vec![Step { path: places.of_event(&event.path), line: event.line, user: true, name: name_of(&event.function) }];
    }
    let nearest = steps.iter().position(|step| step.user);
    let mut found = Vec::new();
    for (at, step) in steps.iter().enumerate().filter(|(_, step)| step.user) {
        for &index in findings_of(&step.path, by_file, places) {
            let finding = &findings[index];
            let is_dropped = is_dropped_on(finding, step.line) && finding.api == event.api;
            let on_line = (finding.start.line..=finding.end.line.max(finding.start.line)).contains(&step.line) || is_dropped;
            let explains = match finding.kind {
                Kind::Direct => Some(at) == nearest && is_same_call(finding, event),
                Kind::Transitive => {
                    is_on_path(finding, &steps[..at], places)
                        || (is_same_call(finding, event) && (Some(at) != nearest || is_into_callee(finding, &steps[..at])))
                }
            };
            if on_line && explains && !found.contains(&index) {
                found.push(index);
            }
        }
    }
    // The API may have another name at run time; if the line has only one direct finding, it is that call.
    if found.is_empty() {
        found.extend(nearest.and_then(|at| only_one_on(&steps[at], findings, by_file, event, places)));
    }
    found
}

/// Whether a finding is about a value that is dropped on this line, at the end of its scope.
fn is_dropped_on(finding: &Finding, line: u32) -> bool {
    finding.dropped.is_some_and(|end| end.line == line)
}

/// Whether a finding and an event have the same API, by path or name, or the same lint.
fn is_same_call(finding: &Finding, event: &Event) -> bool {
    let name = |path: &str| path.rsplit("::").next().map(str::to_owned);
    finding.lint == event.lint || finding.api == event.api || (!event.api.is_empty() && name(&finding.api) == name(&event.api))
}

/// Whether the hops of a finding are, in this order, among `inner`, the frames that its line calls. The last hop, which calls the API, is
/// required; of the others, those in files of which `inner` has frames of the user.
fn is_on_path(finding: &Finding, inner: &[Step], places: &Places<'_>) -> bool {
    let mut rest = inner.iter().rev();
    let last = finding.via.len().saturating_sub(1);
    finding.via.iter().enumerate().all(|(number, hop)| {
        let path = places.of_finding(&hop.path);
        // Paths of dependencies have the form `name-version/src/…`, without the folder of the registry.
        let is_here = |step: &&Step| step.line == hop.line && (step.path == path || step.path.ends_with(&hop.path));
        let before = rest.clone();
        let found = rest.find(|step| is_here(step)).is_some();
        if !found {
            rest = before;
        }
        found || (number != last && !inner.iter().any(|step| step.user && step.path == path))
    })
}

/// Whether the frame that the finding's line calls is the finding's callee. A finding has one call path per lint, and the callee may also block
/// on other paths.
fn is_into_callee(finding: &Finding, inner: &[Step]) -> bool {
    let (Some(callee), Some(called)) = (finding.via.first(), inner.last()) else { return false };
    called.path.ends_with(&callee.path) && called.name == name_of(&callee.function)
}

/// A fn's own name, without its path and generic arguments: of `<A as b::C<D>>::name::<E>` and of `name<b::D>`.
fn name_of(function: &str) -> String {
    let path = if function.starts_with('<') { function.split("::<").next() } else { function.split('<').next() };
    let path = path.unwrap_or_default().trim_end_matches(':');
    path.rsplit("::").next().unwrap_or_default().to_owned()
}

/// The only direct finding on a line, if its API is of the same crate as the event's, or the event has no lint.
fn only_one_on(step: &Step, findings: &[Finding], by_file: &ByFile, event: &Event, places: &Places<'_>) -> Option<usize> {
    let of_crate = |path: &str| path.split("::").next().map(str::to_owned);
    let mut here = findings_of(&step.path, by_file, places).iter().copied().filter(|&index| {
        let finding = &findings[index];
        finding.kind == Kind::Direct && finding.start.line == step.line && !finding.api.is_empty()
    });
    let only = here.next().filter(|_| here.next().is_none())?;
    (event.lint.is_empty() || of_crate(&findings[only].api) == of_crate(&event.api)).then_some(only)
}
