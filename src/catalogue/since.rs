//! `since`: the version of a crate from which a replacement exists.

use semver::VersionReq;

/// `tokio >= 1.26`, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// The crate's package name.
    pub package: String,
    /// The versions that have the replacement.
    pub versions: VersionReq,
}

impl Since {
    /// Reads `PACKAGE OPERATOR VERSION`.
    ///
    /// # Errors
    /// A one-line message without a position.
    pub fn parse(text: &str) -> Result<Self, String> {
        let split = text.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(text.len());
        let (package, versions) = text.split_at(split);
        if package.is_empty() || versions.trim().is_empty() {
            return Err(format!("`{text}` is not of the form `tokio >= 1.26`"));
        }
        let versions =
            VersionReq::parse(versions.trim()).map_err(|e| format!("`{}` is not a version requirement: {e}", versions.trim()))?;
        Ok(Self { package: package.to_owned(), versions })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_package_and_requirement() {
        let since = Since::parse("tokio-util >= 0.7.8").unwrap();
        assert_eq!(since.package, "tokio-util");
        assert!(since.versions.matches(&semver::Version::new(0, 7, 9)));
        assert!(!since.versions.matches(&semver::Version::new(0, 7, 7)));
        assert_eq!(Since::parse("tokio").unwrap_err(), "`tokio` is not of the form `tokio >= 1.26`");
        assert!(Since::parse("tokio >= x").unwrap_err().starts_with("`>= x` is not a version requirement"));
    }
}
