//! The messages of `cargo check --message-format=json`, one per line, for editors and tools that read those. Each finding is a compiler
//! message; its call path, help and fixes are child messages.

mod schema;
mod spans;

use super::{Options, Surroundings, chain, escape, human, json, phrase};
use crate::catalogue::Lint;
use crate::diagnostics::{Applicability, Finding, Fix, Level, Report};
use crate::project::{Edition, Package, Target, TargetKind};
use schema::{Code, Compiled, Diagnostic, Finished, Message};
use spans::Spans;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

/// Writes one message for each finding, then cargo's final message.
pub(super) fn write<W: Write + ?Sized>(report: &Report, options: Options<'_>, out: &mut W) -> io::Result<()> {
    let page = human::page(report);
    let lints: BTreeMap<&str, &Lint> = options.lints.iter().map(|lint| (lint.id.as_str(), *lint)).collect();
    for findings in report.findings.chunk_by(|a, b| a.path == b.path) {
        let owner = owner(&findings[0].path, options.around);
        let spans = Spans { page: &page, report, around: options.around, base: &owner.base };
        for finding in findings {
            let message = Diagnostic {
                rendered: Some(human::one(finding, &page)?),
                message_type: "diagnostic",
                message: escape::line(&finding.message).into_owned(),
                code: Some(code(finding, lints.get(finding.lint.as_str()).copied())),
                level: level(finding.level),
                spans: vec![spans.of(finding)],
                children: children(finding, &spans),
            };
            let compiled = Compiled {
                reason: "compiler-message",
                package_id: &owner.package_id,
                manifest_path: &owner.manifest_path,
                target: &owner.target,
                message,
            };
            json::line(&compiled, out)?;
        }
    }
    json::line(&Finished { reason: "build-finished", success: report.summary.findings.deny == 0 }, out)
}

/// The package and target that a file belongs to.
struct Owner {
    package_id: String,
    manifest_path: String,
    target: schema::Target,
    /// What cargo's paths are relative to: the workspace's folder.
    base: std::path::PathBuf,
}

fn owner(path: &str, around: Option<Surroundings<'_>>) -> Owner {
    let absolute = around.map_or_else(|| path.into(), |around| around.absolute(path));
    let packages = around.map_or(&[][..], |around| around.packages);
    let real = packages.iter().filter(|package| package.manifest.is_some() && absolute.starts_with(&package.root));
    let package = real.max_by_key(|package| package.root.components().count());
    let base = package.map(|package| package.workspace.as_deref().and_then(Path::parent).unwrap_or(&package.root).to_owned());
    let target = package.and_then(|package| target(package, &absolute));
    Owner {
        package_id: package.map_or_else(|| "async-lint".to_owned(), package_id),
        manifest_path: package.and_then(|package| package.manifest.as_deref()).unwrap_or(Path::new("")).to_string_lossy().into_owned(),
        target: target.map_or_else(|| loose(&absolute), described),
        base: base.or_else(|| around.map(|around| around.current_dir.to_owned())).unwrap_or_default(),
    }
}

/// The target whose root is this file, or else the one whose root is nearest above it; a library before binaries.
fn target<'p>(package: &'p Package, file: &Path) -> Option<&'p Target> {
    let depth =
        |target: &&Target| target.root.parent().filter(|folder| file.starts_with(folder)).map_or(0, |folder| folder.components().count());
    let root = package.targets.iter().find(|target| target.root == file);
    root.or_else(|| package.targets.iter().rev().max_by_key(depth))
}

fn described(target: &Target) -> schema::Target {
    let kind = match target.kind {
        TargetKind::Lib => "lib",
        TargetKind::Bin => "bin",
        TargetKind::Example => "example",
        TargetKind::Test => "test",
        TargetKind::Bench => "bench",
        TargetKind::BuildScript => "custom-build",
    };
    let edition = match target.edition {
        Edition::E2015 => "2015",
        Edition::E2018 => "2018",
        Edition::E2021 => "2021",
        Edition::E2024 => "2024",
    };
    let is_lib = target.kind == TargetKind::Lib;
    schema::Target {
        kind: [kind],
        crate_types: [if is_lib { "lib" } else { "bin" }],
        name: target.name.clone(),
        src_path: target.root.to_string_lossy().into_owned(),
        edition,
        doc: matches!(target.kind, TargetKind::Lib | TargetKind::Bin),
        doctest: is_lib,
        test: !matches!(target.kind, TargetKind::BuildScript | TargetKind::Example),
    }
}

/// A file that belongs to no package.
fn loose(file: &Path) -> schema::Target {
    let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let src_path = file.to_string_lossy().into_owned();
    schema::Target { kind: ["bin"], crate_types: ["bin"], name, src_path, edition: "2021", doc: false, doctest: false, test: false }
}

/// The id of a package in the file system, as cargo writes it: without the name if the folder has the same name.
fn package_id(package: &Package) -> String {
    let mut url = String::from("path+file://");
    for byte in package.root.to_string_lossy().bytes() {
        // Characters that the URL standard percent-encodes in paths.
        if byte.is_ascii_graphic() && !b"\"#<>?`{}%^".contains(&byte) {
            url.push(char::from(byte));
        } else {
            let _ = write!(url, "%{byte:02X}");
        }
    }
    let is_folder = package.root.file_name().is_some_and(|folder| *folder == *package.name);
    let name = if is_folder { String::new() } else { format!("{}@", package.name) };
    format!("{url}#{name}{}", package.version)
}

fn code(finding: &Finding, lint: Option<&Lint>) -> Code {
    let explanation = lint.map(|lint| format!("{}\n\n{}", lint.file.why.trim(), lint.file.advice.trim()));
    Code { code: format!("async-lint::{}", escape::line(&finding.lint)), explanation }
}

fn children(finding: &Finding, spans: &Spans<'_, '_>) -> Vec<Message> {
    let mut children = Vec::new();
    for (index, hop) in finding.via.iter().enumerate() {
        let next = finding.via.get(index + 1).map_or(&finding.api, |next| &next.function);
        let message = format!("`{}` calls `{}`", escape::line(&hop.function), escape::line(next));
        match spans.of_hop(hop) {
            Some(span) => children.push(note(message, vec![span])),
            None => children.push(note(format!("{message} ({}:{})", escape::line(&hop.path), hop.line), Vec::new())),
        }
    }
    if finding.via.len() > 1 {
        children.push(note(format!("the call goes {}", chain::one_line(finding)), Vec::new()));
    }
    if !finding.why.is_empty() {
        children.push(note(escape::block(finding.why.trim_end()).into_owned(), Vec::new()));
    }
    if !finding.help.is_empty() {
        children.push(Message { level: "help", ..note(escape::block(finding.help.trim_end()).into_owned(), Vec::new()) });
    }
    children.extend(finding.fixes.iter().filter(|fix| !fix.edits.is_empty()).map(|fix| suggestion(fix, spans)));
    children
}

fn suggestion(fix: &Fix, spans: &Spans<'_, '_>) -> Message {
    let applicability = match fix.applicability {
        Applicability::Safe => "MachineApplicable",
        Applicability::IfItCompiles | Applicability::Unsafe => "MaybeIncorrect",
        Applicability::Display => "HasPlaceholders",
    };
    let message = format!("{}: {}", phrase::applicability(fix.applicability), escape::line(&fix.title));
    let spans = fix.edits.iter().map(|edit| spans.of_edit(edit, applicability)).collect();
    Message { level: "help", ..note(message, spans) }
}

fn note(message: String, spans: Vec<schema::Span>) -> Message {
    Message { children: [], code: None, level: "note", message, rendered: None, spans }
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn => "warning",
        Level::Note | Level::Allow => "note",
    }
}
