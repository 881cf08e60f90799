//! Why an event has no finding, from the analysis's explanations of the lines on its stack. Knows explanations; never makes one.

use super::join::Places;
use super::record::Event;
use crate::diagnostics::{Answer, Miss, Report};
use std::collections::HashMap;

/// Parts of explanations which show that the analysis knew the call, but did not report it.
const KNOWN: [&str; 5] = ["a comment allows it", "is off here", "only higher levels are reported", "the configuration", "it is test code"];

/// The unexplained events whose calls the analysis did not know either, each call once, with the reason; sorted by position.
pub(super) fn misses(report: &Report, events: &[Event], unexplained: &[usize], places: &Places<'_>) -> Vec<Miss> {
    let mut answers: HashMap<(&str, u32), Vec<&Answer>> = HashMap::new();
    for answer in &report.answers {
        answers.entry((&answer.path, answer.start.line)).or_default().push(answer);
    }
    let mut misses: Vec<Miss> = Vec::new();
    let mut known: HashMap<_, usize> = HashMap::new();
    for &number in unexplained {
        let Some(miss) = miss(&events[number], &answers, places) else { continue };
        if let Some(&before) = known.get(&events[number].call()) {
            let before: &mut Miss = &mut misses[before];
            before.times = before.times.saturating_add(miss.times);
            before.max_ns = before.max_ns.max(miss.max_ns);
        } else {
            known.insert(events[number].call(), misses.len());
            misses.push(miss);
        }
    }
    misses.sort();
    misses
}

fn miss(event: &Event, answers: &HashMap<(&str, u32), Vec<&Answer>>, places: &Places<'_>) -> Option<Miss> {
    let mut reason = None;
    for (path, line) in event.user_places() {
        let shown = places.shown(path);
        let here = answers.get(&(shown.as_str(), line)).map_or(&[][..], Vec::as_slice);
        let fates = || here.iter().flat_map(|answer| &answer.reaches).filter(|reach| reach.lint == event.lint || reach.api == event.api);
        if fates().any(|reach| KNOWN.iter().any(|known| reach.fate.contains(known))) {
            return None;
        }
        let said = fates().map(|reach| reach.fate.clone()).next();
        let silent = || here.iter().filter(|answer| is_named(answer, event)).chain(here).find_map(|answer| answer.silent.clone());
        // The innermost line counts: it contains the call.
        reason = reason.or_else(|| said.or_else(silent));
    }
    let reason = reason.unwrap_or_else(|| match event.path.as_str() {
        "" => "no frame on the stack is the user's own code".to_owned(),
        _ => "no call on this line was linted".to_owned(),
    });
    Some(Miss {
        path: places.shown(&event.path),
        line: event.line,
        function: event.function.clone(),
        api: event.api.clone(),
        lint: event.lint.clone(),
        test: event.test.clone(),
        times: event.times,
        max_ns: event.max_ns,
        reason,
    })
}

/// Whether the explained call has the same name as the event's API.
fn is_named(answer: &Answer, event: &Event) -> bool {
    let name = event.api.rsplit("::").next().unwrap_or_default();
    !name.is_empty() && answer.call.rsplit(['.', ':']).next() == Some(name)
}
