//! The target platform of the code, as rustc names it. Parts of manifests and code for other platforms are not read.

use cfg_expr::targets::{ALL_BUILTINS, Endian, TargetInfo, get_builtin_target_by_triple};
use cfg_expr::{Expression, Predicate};
use std::fmt;

/// The platform of this build.
const HOST: &str = env!("ASYNC_LINT_TARGET");

/// A platform by its triple: `x86_64-unknown-linux-gnu`. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Platform(Option<&'static TargetInfo>);

impl Platform {
    /// The platform that this program was built for.
    #[must_use]
    pub fn host() -> Self {
        Self(get_builtin_target_by_triple(HOST))
    }

    /// The platform of a triple; `None` if rustc has no such platform, by the list in the crate `cfg-expr`.
    #[must_use]
    pub fn of(triple: &str) -> Option<Self> {
        get_builtin_target_by_triple(triple).map(|info| Self(Some(info)))
    }

    fn triple(self) -> &'static str {
        self.0.map_or(HOST, |info| info.triple.as_str())
    }

    /// Whether `[target.'platform'.dependencies]` may apply to it; true if the condition cannot be evaluated.
    pub(crate) fn may_be(self, platform: &str) -> bool {
        if !platform.trim_start().starts_with("cfg") {
            return platform == self.triple();
        }
        let (Ok(expression), Some(info)) = (Expression::parse(platform), self.0) else { return true };
        let answer = expression.eval(|predicate| match predicate {
            Predicate::Target(target) => Some(target.matches(info)),
            Predicate::Test | Predicate::DebugAssertions | Predicate::ProcMacro => Some(false),
            _ => None,
        });
        answer != Some(false)
    }

    /// Whether `key = "value"` holds, as in `target_os = "linux"`; `None` if the key does not describe a platform, or this platform is
    /// unknown.
    pub(crate) fn says(self, key: &str, value: &str) -> Option<bool> {
        let info = self.0?;
        Some(match key {
            "target_os" => info.os.as_ref().map_or("none", |os| os.as_str()) == value,
            "target_arch" => info.arch.as_str() == value,
            "target_env" => info.env.as_ref().map_or("", |env| env.as_str()) == value,
            "target_vendor" => info.vendor.as_ref().map_or("unknown", |vendor| vendor.as_str()) == value,
            "target_abi" => info.abi.as_ref().map_or("", |abi| abi.as_str()) == value,
            "target_family" => info.families.iter().any(|family| family.as_str() == value),
            "target_pointer_width" => info.pointer_width.to_string() == value,
            "target_endian" => (if info.endian == Endian::little { "little" } else { "big" }) == value,
            "panic" => info.panic.as_str() == value,
            _ => return None,
        })
    }

    /// Whether a flag that is named after a platform is on: `x86_64_apple_darwin`, which build scripts of crates with bindings for each
    /// platform set. `None` for any other flag.
    pub(crate) fn is_named(self, flag: &str) -> Option<bool> {
        let is_name =
            |triple: &str| triple.len() == flag.len() && triple.bytes().zip(flag.bytes()).all(|(a, b)| a == b || (a, b) == (b'-', b'_'));
        // The name of a platform has at least three parts, so `none` is not one.
        let is_any = flag.matches('_').count() >= 2 && ALL_BUILTINS.iter().any(|info| is_name(info.triple.as_str()));
        is_any.then(|| is_name(self.triple()))
    }
}

impl Default for Platform {
    fn default() -> Self {
        Self::host()
    }
}

impl PartialEq for Platform {
    fn eq(&self, other: &Self) -> bool {
        self.triple() == other.triple()
    }
}

impl Eq for Platform {}

impl fmt::Debug for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.triple())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_certainly_is_for_others_is_left_out() {
        let host = Platform::host();
        assert!(host.may_be(HOST));
        assert!(!host.may_be("riscv32i-unknown-none-elf"));
        assert_eq!(host.may_be("cfg(unix)"), cfg!(unix));
        assert_eq!(host.may_be("cfg(windows)"), cfg!(windows));
        assert_eq!(host.may_be("cfg(not(windows))"), cfg!(not(windows)));
        assert!(host.may_be("cfg(feature = \"tls\")"), "features are not known here");
        assert!(host.may_be("cfg(what is this"), "what cannot be parsed may hold");
        assert!(!host.may_be("cfg(test)"));
    }

    #[test]
    fn another_platform_says_what_it_is() {
        let windows = Platform::of("x86_64-pc-windows-msvc").expect("rustc has it");
        assert!(windows.may_be("cfg(windows)") && !windows.may_be("cfg(unix)"));
        let holds = [("target_os", "windows"), ("target_family", "windows"), ("target_env", "msvc"), ("target_pointer_width", "64")];
        assert!(holds.iter().all(|(key, value)| windows.says(key, value) == Some(true)));
        assert_eq!(windows.says("target_os", "linux"), Some(false));
        assert_eq!(windows.says("feature", "windows"), None);
        assert_eq!(Platform::of("x86_64-unknown-nowhere"), None);
    }

    #[test]
    fn flags_with_the_name_of_a_platform() {
        let linux = Platform::of("x86_64-unknown-linux-gnu").expect("rustc has it");
        assert_eq!(linux.is_named("x86_64_unknown_linux_gnu"), Some(true));
        assert_eq!(linux.is_named("aarch64_apple_darwin"), Some(false));
        assert_eq!(linux.is_named("has_futex"), None);
        assert_eq!(linux.is_named("universal"), None);
    }
}
