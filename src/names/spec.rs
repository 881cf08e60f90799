//! What is known of a crate before it is loaded.

use super::data::CrateKind;
use super::modules::normalize;
use super::{Loader, Reader, Storable, StubCrate};
use crate::facts::Name;
use crate::project::{Edition, Package, Target, TargetKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The description of a crate before it is loaded.
#[derive(Clone, Debug)]
pub(super) struct CrateSpec {
    pub(super) name: Name,
    pub(super) package: Option<Arc<Package>>,
    pub(super) kind: CrateKind,
    pub(super) target: TargetKind,
    pub(super) edition: Edition,
    pub(super) root: PathBuf,
    pub(super) stub: Option<StubCrate>,
}

impl CrateSpec {
    pub(super) fn of_target(package: &Arc<Package>, target: &Target, kind: CrateKind) -> Self {
        Self {
            name: super::externs::crate_name(&target.name),
            package: Some(Arc::clone(package)),
            kind,
            target: target.kind,
            edition: target.edition,
            root: normalize(&target.root),
            stub: None,
        }
    }

    pub(super) fn of_stub(stub: StubCrate) -> Self {
        Self {
            name: Name::new(&stub.name),
            package: None,
            kind: CrateKind::Stub,
            target: TargetKind::Lib,
            edition: Edition::E2021,
            root: PathBuf::from(&stub.name).join("lib.rs"),
            stub: Some(stub),
        }
    }

    /// The crate's identity in the on-disk store; `None` for code that may change.
    pub(super) fn storable<'s>(&'s self, features: &'s str) -> Option<Storable<'s>> {
        match self.kind {
            CrateKind::Local => None,
            CrateKind::Dependency => Some(Storable::Library(self.package.as_deref()?, features)),
            CrateKind::Stub => Some(Storable::Stub(self.stub.as_ref()?)),
        }
    }

    /// The folder under which all its files lie: for stubs the crate's name.
    pub(super) fn folder(&self) -> PathBuf {
        self.package.as_ref().map_or_else(|| PathBuf::from(self.name.as_str()), |package| normalize(&package.root))
    }

    /// The text of one of a stub's files.
    pub(super) fn stub_text(&self, path: &Path) -> Option<Arc<str>> {
        let under = path.strip_prefix(self.name.as_str()).ok()?.to_str()?.replace('\\', "/");
        let (_, text) = self.stub.as_ref()?.files.iter().find(|(name, _)| *name == under)?;
        Some(Arc::clone(text))
    }

    /// Reads the crate's files on demand.
    pub(super) fn reader(&self, loader: &dyn Loader) -> Reader {
        if self.stub.is_none() {
            return loader.reader();
        }
        let spec = self.clone();
        Arc::new(move |path| spec.stub_text(path))
    }

    /// A requested file that no module tree reaches.
    pub(super) fn of_file(package: &Arc<Package>, file: &Path) -> Self {
        let under = file.strip_prefix(&package.root).unwrap_or(file);
        let target = match under.components().next().and_then(|part| part.as_os_str().to_str()) {
            Some("tests") => TargetKind::Test,
            Some("benches") => TargetKind::Bench,
            Some("examples") => TargetKind::Example,
            Some("build.rs") => TargetKind::BuildScript,
            _ => TargetKind::Bin,
        };
        Self {
            name: super::externs::crate_name(file.file_stem().and_then(|stem| stem.to_str()).unwrap_or("file")),
            package: Some(Arc::clone(package)),
            kind: CrateKind::Local,
            target,
            edition: package.targets.first().map(|target| target.edition).unwrap_or_default(),
            root: normalize(file),
            stub: None,
        }
    }
}
