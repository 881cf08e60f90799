//! SARIF 2.1.0, the exchange format of code scanning: one run, the lints as rules, the findings as results, their call paths as code flows.

mod schema;

use super::fingerprint::Fingerprints;
use super::paths::OwnFiles;
use super::{chain, escape, json, link, phrase};
use crate::catalogue::Lint;
use crate::diagnostics::{Context, Edit, Finding, Fix, Hop, Level, Report};
use crate::facts::Position;
use schema::{
    ArtifactChange, ArtifactLocation, CodeFlow, Content, Description, Document, Driver, FixObject, Location, LogicalLocation,
    PhysicalLocation, Region, Replacement, ResultObject, ResultProperties, Rule, RuleProperties, Run, Text, ThreadFlow, ThreadFlowLocation,
    Tool, UriBase,
};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Writes the whole report as one SARIF document.
pub(super) fn write<W: Write + ?Sized>(report: &Report, lints: &[&Lint], out: &mut W) -> io::Result<()> {
    let rules = rules(report, lints);
    let index: BTreeMap<&str, usize> = rules.iter().enumerate().map(|(at, rule)| (rule.id.as_str(), at)).collect();
    let (own, mut fingerprints) = (OwnFiles::of(report), Fingerprints::default());
    let results = report.findings.iter().map(|finding| result(finding, index[finding.lint.as_str()], fingerprints.next(finding), &own));
    let results = results.collect();
    let driver = Driver { name: "async-lint", version: env!("CARGO_PKG_VERSION"), rules: &rules };
    let run = Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", original_uri_base_ids: bases(), results };
    let schema = "https://json.schemastore.org/sarif-2.1.0.json";
    json::value(&Document { schema, version: "2.1.0", runs: [run] }, out)
}

/// The base of all relative paths.
const ROOT: &str = "SRCROOT";

fn bases() -> BTreeMap<&'static str, UriBase> {
    BTreeMap::from([(ROOT, UriBase { description: text("the root of the repository") })])
}

/// The lints, and a rule with nothing but an id for every other reported lint; sorted by id.
fn rules(report: &Report, lints: &[&Lint]) -> Vec<Rule> {
    let mut rules: BTreeMap<&str, Rule> = lints.iter().map(|lint| (lint.id.as_str(), rule(lint))).collect();
    for id in report.findings.iter().map(|finding| finding.lint.as_str()).collect::<BTreeSet<_>>() {
        rules.entry(id).or_insert_with(|| Rule { id: id.to_owned(), ..Rule::default() });
    }
    rules.into_values().collect()
}

fn rule(lint: &Lint) -> Rule {
    let file = &lint.file;
    let help = format!("{}\n\n{}", file.why.trim(), file.advice.trim());
    Rule {
        id: lint.id.clone(),
        short_description: Some(text(&file.summary)),
        full_description: Some(text(file.why.trim())),
        help_uri: Some(link::of_lint(&lint.id)),
        help: Some(Description { text: plain(&help), markdown: help }),
        default_configuration: Some(schema::Configuration { level: level(file.level) }),
        properties: Some(RuleProperties { tags: vec![file.group.clone(), phrase::cost(file.cost).to_owned()] }),
    }
}

/// One finding.
fn result(finding: &Finding, rule_index: usize, fingerprint: String, own: &OwnFiles<'_>) -> ResultObject {
    let mut message = finding.message.clone();
    if !finding.via.is_empty() {
        message = format!("{message}\nvia {}", chain::one_line(finding));
    }
    if !finding.help.is_empty() {
        message = format!("{message}\nhelp: {}", finding.help);
    }
    ResultObject {
        rule_id: finding.lint.clone(),
        rule_index,
        level: level(finding.level),
        message: text(&message),
        locations: [Location {
            physical_location: Some(physical(&finding.path, region(finding.start, finding.end))),
            logical_locations: logical(&finding.context),
            message: None,
        }],
        code_flows: code_flow(finding, own).into_iter().collect(),
        fixes: finding.fixes.iter().filter(|fix| !fix.edits.is_empty()).map(fix).collect(),
        rank: finding.confirmed.as_ref().map(|_| 100.0),
        properties: finding.confirmed.clone().map(|confirmed| ResultProperties { confirmed }),
        partial_fingerprints: BTreeMap::from([("asyncLint/v1", fingerprint)]),
    }
}

fn logical(context: &Context) -> Vec<LogicalLocation> {
    let name = escape::line(&context.name).into_owned();
    if name.is_empty() { Vec::new() } else { vec![LogicalLocation { name, kind: "function" }] }
}

/// The call path from the async code to the API; `None` for a direct finding.
fn code_flow(finding: &Finding, own: &OwnFiles<'_>) -> Option<CodeFlow> {
    let first = finding.via.first()?;
    let start = ThreadFlowLocation {
        location: Location {
            physical_location: Some(physical(&finding.path, region(finding.start, finding.end))),
            logical_locations: Vec::new(),
            message: Some(text(&format!("calls {}", first.function))),
        },
    };
    let next = finding.via.iter().skip(1).map(|hop| hop.function.as_str()).chain([finding.api.as_str()]);
    let rest = finding.via.iter().zip(next).map(|(hop, next)| ThreadFlowLocation { location: hop_location(hop, next, own) });
    Some(CodeFlow { thread_flows: [ThreadFlow { locations: [start].into_iter().chain(rest).collect() }] })
}

/// A hop in a dependency has no place in the repository; its message names the fn, and its file and line.
fn hop_location(hop: &Hop, next: &str, own: &OwnFiles<'_>) -> Location {
    if !own.contain(&hop.path) {
        let message = Some(text(&format!("{} ({}:{}) calls {next}", hop.function, hop.path, hop.line)));
        let logical_locations = vec![LogicalLocation { name: escape::line(&hop.function).into_owned(), kind: "function" }];
        return Location { physical_location: None, logical_locations, message };
    }
    let line = Region { start_line: hop.line.max(1), start_column: None, end_line: None, end_column: None };
    let message = Some(text(&format!("{} calls {next}", hop.function)));
    Location { physical_location: Some(physical(&hop.path, line)), logical_locations: Vec::new(), message }
}

fn fix(fix: &Fix) -> FixObject {
    let mut files: BTreeMap<&str, Vec<Replacement>> = BTreeMap::new();
    for Edit { path, start, end, text } in &fix.edits {
        let inserted_content = Content { text: text.clone() };
        files.entry(path).or_default().push(Replacement { deleted_region: region(*start, *end), inserted_content });
    }
    let changes = files.into_iter().map(|(path, replacements)| ArtifactChange { artifact_location: artifact(path), replacements });
    let description = text(&format!("{}: {}", phrase::applicability(fix.applicability), fix.title));
    FixObject { description, artifact_changes: changes.collect() }
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn => "warning",
        Level::Note => "note",
        Level::Allow => "none",
    }
}

fn region(start: Position, end: Position) -> Region {
    // SARIF positions start at 1; 0 is invalid.
    let [start_line, start_column, end_line, end_column] = [start.line, start.column, end.line, end.column].map(|number| number.max(1));
    Region { start_line, start_column: Some(start_column), end_line: Some(end_line), end_column: Some(end_column) }
}

fn physical(path: &str, region: Region) -> PhysicalLocation {
    PhysicalLocation { artifact_location: artifact(path), region }
}

fn artifact(path: &str) -> ArtifactLocation {
    ArtifactLocation { uri: uri(path), uri_base_id: (!path.starts_with('/')).then_some(ROOT) }
}

/// A path as a URI reference: everything but letters, digits, `-._~/` is percent-encoded; an absolute path gets a scheme.
fn uri(path: &str) -> String {
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format_args!("%{byte:02X}").to_string());
        }
    }
    uri
}

fn text(message: &str) -> Text {
    Text { text: plain(message) }
}

/// Plain text of the format: square brackets would make links, so they are escaped with a backslash, as is a backslash.
fn plain(message: &str) -> String {
    let text = escape::block(message);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '[' | ']' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
