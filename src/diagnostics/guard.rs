//! Why a fix is not offered, or not applied without being asked for: the names that users see.

/// A circumstance that speaks against a fix, or makes it one that has to be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub enum Guard {
    /// The code around it cannot await: a sync closure (G1).
    #[serde(rename = "in-closure")]
    SyncClosure,
    /// A fn that polls, a `const`, a sync fn: it cannot await (G1).
    NotAsync,
    /// The callee is written with generic arguments, which the replacement does not take (G2).
    Turbofish,
    /// A lock guard or a borrow of a cell would be held across the new `.await` (G3).
    GuardAlive,
    /// Something that must not leave its thread would be held across the new `.await` (G3).
    NonSend,
    /// Something of which that is not known would be held across the new `.await` (G3).
    UnknownType,
    /// The name is imported in several ways (G4).
    AmbiguousImport,
    /// The package has no async runtime that the replacement needs (G5).
    NoRuntime,
    /// Several runtimes are there, and the code does not show which one drives it (G5).
    UnclearRuntime,
    /// The runtime is only there for tests, or optional (G5).
    OptionalRuntime,
    /// The runtime's feature is off (G5).
    FeatureMissing,
    /// The runtime in use is too old (G5).
    VersionTooOld,
    /// The version in use is not known (G5).
    UnknownVersion,
    /// The file belongs to no package (G5).
    NoManifest,
    /// The value is used, and that of the replacement has another type (G7).
    ValueUsed,
    /// It stands in a macro call whose expansion is not known well enough (G9).
    MacroArgument,
    /// An import would be left unused, or its last use cannot be told (G10).
    UnusedImport,
    /// A sleep below the timer's resolution would last many times longer.
    SubMillisecond,
    /// The command's streams are configured in a way that the replacement overrides.
    StdioConfigured,
    /// The value does not stem from the one constructor that would have to change with it.
    OtherRoot,
    /// A comment stands where the rewrite would put code.
    Comment,
    /// The call is written in a way that the rewrite does not know.
    UnusualForm,
    /// It borrows something that cannot move to another thread (H1).
    BorrowedCapture,
    /// It captures something that must not leave its thread, or may not (H1).
    NonSendCapture,
    /// A captured value is used later and cannot be cloned (H2).
    UsedLater,
    /// Control flow leaves the code that would move (H3).
    ControlFlow,
    /// The result borrows, or must not cross threads, or its type is unknown (H4).
    ResultType,
    /// What the call returns goes on to block at every use (H8).
    LazyResult,
    /// What the call returns blocks when it is dropped (H8).
    BlockingDrop,
    /// The future could be dropped between two changes of shared state that nothing could come between before.
    CancelPoint,
    /// What would move reads what belongs to its thread or task.
    ThreadContext,
    /// The work stays on its thread, which the other tasks leave first: nothing else is possible (H1).
    InPlace,
}

/// Every guard, in the order of the declaration.
#[cfg(any(test, feature = "internals"))]
pub const GUARDS: [Guard; 32] = [
    Guard::SyncClosure,
    Guard::NotAsync,
    Guard::Turbofish,
    Guard::GuardAlive,
    Guard::NonSend,
    Guard::UnknownType,
    Guard::AmbiguousImport,
    Guard::NoRuntime,
    Guard::UnclearRuntime,
    Guard::OptionalRuntime,
    Guard::FeatureMissing,
    Guard::VersionTooOld,
    Guard::UnknownVersion,
    Guard::NoManifest,
    Guard::ValueUsed,
    Guard::MacroArgument,
    Guard::UnusedImport,
    Guard::SubMillisecond,
    Guard::StdioConfigured,
    Guard::OtherRoot,
    Guard::Comment,
    Guard::UnusualForm,
    Guard::BorrowedCapture,
    Guard::NonSendCapture,
    Guard::UsedLater,
    Guard::ControlFlow,
    Guard::ResultType,
    Guard::LazyResult,
    Guard::BlockingDrop,
    Guard::CancelPoint,
    Guard::ThreadContext,
    Guard::InPlace,
];

impl Guard {
    /// Its stable id, in kebab-case.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::SyncClosure => "in-closure",
            Self::NotAsync => "not-async",
            Self::Turbofish => "turbofish",
            Self::GuardAlive => "guard-alive",
            Self::NonSend => "non-send",
            Self::UnknownType => "unknown-type",
            Self::AmbiguousImport => "ambiguous-import",
            Self::NoRuntime => "no-runtime",
            Self::UnclearRuntime => "unclear-runtime",
            Self::OptionalRuntime => "optional-runtime",
            Self::FeatureMissing => "feature-missing",
            Self::VersionTooOld => "version-too-old",
            Self::UnknownVersion => "unknown-version",
            Self::NoManifest => "no-manifest",
            Self::ValueUsed => "value-used",
            Self::MacroArgument => "macro-argument",
            Self::UnusedImport => "unused-import",
            Self::SubMillisecond => "sub-millisecond",
            Self::StdioConfigured => "stdio-configured",
            Self::OtherRoot => "other-root",
            Self::Comment => "comment",
            Self::UnusualForm => "unusual-form",
            Self::BorrowedCapture => "borrowed-capture",
            Self::NonSendCapture => "non-send-capture",
            Self::UsedLater => "used-later",
            Self::ControlFlow => "control-flow",
            Self::ResultType => "result-type",
            Self::LazyResult => "lazy-result",
            Self::BlockingDrop => "blocking-drop",
            Self::CancelPoint => "cancel-point",
            Self::ThreadContext => "thread-context",
            Self::InPlace => "in-place",
        }
    }

    /// What it says to the user, lower case, no full stop.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::SyncClosure => "it is in a sync closure, which cannot await",
            Self::NotAsync => "the code around it is polled, not async, and cannot await",
            Self::Turbofish => "the call names its generic arguments, and the replacement has others",
            Self::GuardAlive => "a lock guard is alive here, and would be held across the `.await`",
            Self::NonSend => "a value that is not `Send` is alive here, and would be held across the `.await`",
            Self::UnknownType => "a value of unknown type is alive here; it may not be `Send`",
            Self::AmbiguousImport => "the name is imported in several ways, by `cfg` or by globs",
            Self::NoRuntime => "the package does not depend on the runtime",
            Self::UnclearRuntime => "the code does not show which runtime drives it",
            Self::OptionalRuntime => "the runtime is optional, or a dependency of tests only",
            Self::FeatureMissing => "a feature of the runtime is not enabled by this package",
            Self::VersionTooOld => "the runtime in use is too old for the replacement",
            Self::UnknownVersion => "the version of the runtime is not known",
            Self::NoManifest => "the file belongs to no package, so its runtime is a guess",
            Self::ValueUsed => "its value is used, and the replacement returns another type",
            Self::MacroArgument => "it is an argument of a macro that may not take an `.await`",
            Self::UnusedImport => "it may leave an import unused",
            Self::SubMillisecond => "it sleeps for less than the timer's resolution of one millisecond",
            Self::StdioConfigured => "the command's streams are configured, and the replacement would override that",
            Self::OtherRoot => "the value was not built in this expression, so its type cannot change here",
            Self::Comment => "a comment is inside the code that would be rewritten",
            Self::UnusualForm => "the call is written in a way that the rewrite does not support",
            Self::BorrowedCapture => "it borrows what cannot move to another thread",
            Self::NonSendCapture => "it uses a value that may not leave its thread",
            Self::UsedLater => "it uses a value that is needed afterwards and cannot be cloned",
            Self::ControlFlow => "control flow leaves the code that would move to another thread",
            Self::ResultType => "its result borrows, or may not cross threads",
            Self::LazyResult => "its result blocks at every use, so all uses would have to move with it",
            Self::BlockingDrop => "its result blocks when it is dropped, which would still happen here",
            Self::CancelPoint => {
                "shared state is changed before and after it: with a new `.await` between, the future can be dropped half-way"
            }
            Self::InPlace => {
                "what it uses cannot move to another thread; the work stays here, and what runs beside it in the same task goes on waiting"
            }
            Self::ThreadContext => "it may read what belongs to its thread or task: a span, a thread-local, a handle",
        }
    }
}

impl Guard {
    /// How safe a fix with this doubt can be: if only the compiler can settle the doubt, it is safe once it compiles.
    #[must_use]
    pub const fn doubt(self) -> Outcome {
        match self {
            Self::ControlFlow
            | Self::NoManifest
            | Self::CancelPoint
            | Self::ThreadContext
            | Self::InPlace
            // What refuses a fix wherever it is met is no doubt about compiling.
            | Self::SyncClosure
            | Self::NotAsync
            | Self::Turbofish
            | Self::GuardAlive
            | Self::NoRuntime
            | Self::UnclearRuntime
            | Self::VersionTooOld
            | Self::ValueUsed
            | Self::MacroArgument
            | Self::SubMillisecond
            | Self::StdioConfigured
            | Self::OtherRoot
            | Self::Comment
            | Self::LazyResult
            | Self::BlockingDrop => Outcome::Unsafe,
            Self::NonSend
            | Self::UnknownType
            | Self::AmbiguousImport
            | Self::FeatureMissing
            | Self::OptionalRuntime
            | Self::UnknownVersion
            | Self::UnusedImport
            | Self::UnusualForm
            | Self::BorrowedCapture
            | Self::NonSendCapture
            | Self::UsedLater
            | Self::ResultType => Outcome::IfItCompiles,
        }
    }
}

/// A guard that spoke against a fix, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Withheld {
    /// The circumstance.
    #[serde(rename = "reason")]
    pub guard: Guard,
    /// What came of it.
    pub outcome: Outcome,
    /// The variable or expression in doubt and its type, as far as they are known: "`rows` of type `Rows<'_>`".
    pub about: Option<String>,
}

/// What a guard did to a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// There is no such fix.
    Refused,
    /// The fix is there, but may change behaviour: it is not applied without being asked for.
    Unsafe,
    /// The fix keeps behaviour, but only the compiler can say whether it compiles: it is applied where a command verifies it.
    IfItCompiles,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn reports_for_programs_name_them_by_their_ids() {
        for guard in GUARDS {
            assert_eq!(serde_json::to_value(guard).expect("an enum is a value"), guard.id());
        }
    }

    #[test]
    fn ids_are_distinct_and_sentences_follow_the_grammar() {
        let ids: BTreeSet<_> = GUARDS.iter().map(|guard| guard.id()).collect();
        assert_eq!(ids.len(), GUARDS.len());
        for guard in GUARDS {
            let sentence = guard.sentence();
            assert!(sentence.starts_with(|c: char| c.is_lowercase()) && !sentence.ends_with('.'), "{sentence}");
        }
    }
}
