//! Facts about code from configurations, for the catalogue: the user's own rules, and which fns block.

use super::layers::{Configuration, Layer};
use super::rules::{self, EmptyFolder};
use crate::catalogue::{Api, CallKind, Certainty, ContextsFile, DataError, InlineRules, Owner, UserData, expand_path};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// The lint of fns that are marked as blocking.
const MARKED: &str = "marked-blocking";

impl Configuration {
    /// Reads the folders with rules and adds what the layers themselves declare.
    ///
    /// # Errors
    /// Folders and files that cannot be read, and empty ones if those are refused.
    pub(crate) fn user_data_with(&self, current_dir: &Path, empty: EmptyFolder) -> Result<UserData, Vec<DataError>> {
        let mut data = UserData::default();
        let mut errors = Vec::new();
        let mut folders = BTreeSet::new();
        let mut marked = BTreeSet::new();
        for layer in &self.layers {
            data.files.append(&mut rules::files(layer, current_dir, empty, &mut folders, &mut errors));
            data.inline.push(self.inline(layer, &mut marked));
        }
        if errors.is_empty() { Ok(data) } else { Err(errors) }
    }

    fn inline(&self, layer: &Arc<Layer>, marked: &mut BTreeSet<(String, String)>) -> InlineRules {
        let from_here = |paths: &[String]| -> Vec<String> { paths.iter().flat_map(|path| self.written_in(layer, path)).collect() };
        let mut apis = layer.data.api.clone();
        for api in &mut apis {
            api.paths = from_here(&api.paths);
        }
        let mut takers = layer.data.taker.clone();
        for taker in &mut takers {
            taker.paths = from_here(&taker.paths);
        }
        let blocking = layer.data.blocking.iter().map(|entry| {
            let lint = entry.lint.clone().unwrap_or_else(|| MARKED.to_owned());
            let mut paths = self.written_in(layer, &entry.path);
            // Two layers may have the same entry.
            paths.retain(|path| marked.insert((path.clone(), lint.clone())));
            (paths, lint, entry)
        });
        let blocking = blocking.map(|(paths, lint, entry)| Api {
            paths,
            lint,
            cost: entry.cost,
            level: None,
            in_handlers: None,
            why: entry.why.clone().unwrap_or_else(|| "is marked as blocking in the configuration".to_owned()),
            call: CallKind::Call,
            owner: Owner::Type,
            arity: None,
            receiver: Vec::new(),
            except: Vec::new(),
            any_argument: Vec::new(),
            silent_if: Vec::new(),
            unless_made_by: Vec::new(),
            unless_after: Vec::new(),
            unless_woken: Vec::new(),
            unless_true: Vec::new(),
            unless_filled: false,
            unless_kept: false,
            one_item: false,
            outside_loops: false,
            brief: false,
            one_thread: false,
            versions: None,
            lazy: false,
            certain_if: Vec::new(),
            certainty: Certainty::Certain,
            instead: BTreeMap::new(),
            verified: None,
        });
        InlineRules {
            name: layer.file.clone(),
            text: Arc::clone(&layer.text),
            prefix: layer.prefix.iter().map(|key| (*key).to_owned()).collect(),
            apis,
            blocking: blocking.collect(),
            contexts: ContextsFile {
                taker: takers,
                opaque_crates: layer.data.opaque_crates.clone(),
                handler_attributes: layer.data.handler_attributes.clone(),
                ..ContextsFile::default()
            },
            nonblocking: layer.data.nonblocking.iter().flat_map(|entry| self.canonical(layer, &entry.path)).collect(),
        }
    }

    /// A path with `crate` replaced by the name of each crate to which the layer applies; other paths unchanged. Brace lists stay.
    fn written_in(&self, layer: &Arc<Layer>, path: &str) -> Vec<String> {
        match path.strip_prefix("crate::") {
            Some(rest) => self.crates_of(layer).into_iter().map(|krate| format!("{krate}::{rest}")).collect(),
            None => vec![path.to_owned()],
        }
    }

    /// The same with brace lists expanded. Paths that do not expand have been reported already.
    pub(super) fn canonical(&self, layer: &Arc<Layer>, path: &str) -> Vec<String> {
        self.written_in(layer, path).iter().flat_map(|path| expand_path(path).unwrap_or_default()).collect()
    }
}
