//! Why a fix is not offered, or only applied on request: the names that users see.

/// A reason against a fix: it is refused, or only applied on request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub enum Guard {
    /// It is in a sync closure, which cannot await.
    #[serde(rename = "in-closure")]
    SyncClosure,
    /// It is in a `poll` fn, a `const` or a sync fn, which cannot await.
    NotAsync,
    /// The call has explicit generic arguments, which the replacement does not take.
    Turbofish,
    /// A lock guard or a borrow of a cell would be held across the new `.await`.
    GuardAlive,
    /// A value that is not `Send` would be held across the new `.await`.
    NonSend,
    /// A value that may not be `Send` would be held across the new `.await`.
    UnknownType,
    /// The name has several imports, or means something else there.
    AmbiguousImport,
    /// The package depends on no runtime that the replacement supports.
    NoRuntime,
    /// It is not clear which runtime drives the code.
    UnclearRuntime,
    /// The runtime is a dev-dependency or optional.
    OptionalRuntime,
    /// A feature of the runtime is not enabled.
    FeatureMissing,
    /// The runtime in use is too old.
    VersionTooOld,
    /// The version in use is not known.
    UnknownVersion,
    /// The file belongs to no package.
    NoManifest,
    /// The value is used, and the replacement returns another type.
    ValueUsed,
    /// It is in a macro call whose expansion is unknown.
    MacroArgument,
    /// An import would become unused, or it is unclear whether it would.
    UnusedImport,
    /// The sleep is shorter than the timer's resolution, so the replacement would sleep much longer.
    SubMillisecond,
    /// The command's streams are configured in a way that the replacement overrides.
    StdioConfigured,
    /// The value was not built by the constructor that would have to change with it.
    OtherRoot,
    /// There is a comment in the code that would be rewritten.
    Comment,
    /// The call has a form that the rewrite does not support.
    UnusualForm,
    /// It borrows a value that cannot move to another thread.
    BorrowedCapture,
    /// It captures a value that is not `Send`, or may not be.
    NonSendCapture,
    /// A captured value is used later and cannot be cloned.
    UsedLater,
    /// Control flow leaves the code that would move.
    ControlFlow,
    /// The result borrows, is not `Send`, or has an unknown type.
    ResultType,
    /// The call's result blocks at every use.
    LazyResult,
    /// The call's result blocks when it is dropped.
    BlockingDrop,
    /// The future could be dropped between two changes of shared state, which was impossible before.
    CancelPoint,
    /// Futures like this one are polled in turn with it, and would run between its parts.
    Interleaved,
    /// The code that would move reads state of its thread or task.
    ThreadContext,
    /// A lock guard is alive, and the code goes on with a copy of what the lock protects.
    Snapshot,
    /// The error cannot leave its thread: another one with the same message does.
    FlattenedError,
    /// The replacement behaves otherwise in a way that its rule names.
    OtherBehaviour,
    /// A guard or borrow is held across an `.await`, and where it may end earlier is unknown.
    GuardScope,
    /// Only one thread may do the work.
    OneThread,
    /// A client, or its answer, has uses without an async counterpart.
    OtherUse,
    /// No rewrite of the call alone helps.
    OtherDesign,
    /// The work stays on its thread, after the other tasks have left it: no other fix is possible.
    InPlace,
}

/// Every guard, in the order of the declaration.
#[cfg(any(test, feature = "internals"))]
pub const GUARDS: [Guard; 40] = [
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
    Guard::Interleaved,
    Guard::ThreadContext,
    Guard::Snapshot,
    Guard::FlattenedError,
    Guard::OtherBehaviour,
    Guard::GuardScope,
    Guard::OneThread,
    Guard::OtherUse,
    Guard::OtherDesign,
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
            Self::Interleaved => "interleaved",
            Self::ThreadContext => "thread-context",
            Self::Snapshot => "snapshot",
            Self::FlattenedError => "flattened-error",
            Self::OtherBehaviour => "other-behaviour",
            Self::GuardScope => "guard-scope",
            Self::OneThread => "one-thread",
            Self::OtherUse => "other-use",
            Self::OtherDesign => "other-design",
            Self::InPlace => "in-place",
        }
    }

    /// What it says to the user, lower case, no full stop.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::SyncClosure => "it is in a sync closure, which cannot await",
            Self::NotAsync => "the code around it is not async, so it cannot await",
            Self::Turbofish => "the call names its generic arguments, and the replacement has others",
            Self::GuardAlive => "a lock guard is alive here, and would be held across the `.await`",
            Self::NonSend => "a value that is not `Send` is alive here, and would be held across the `.await`",
            Self::UnknownType => "a value of unknown type is alive here; it may not be `Send`",
            Self::AmbiguousImport => "the name is imported in several ways, by `cfg` or by globs",
            Self::NoRuntime => "the package depends on no runtime that this fix supports",
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
            Self::Interleaved => {
                "it writes, and futures like this one are polled in turn: with a first `.await`, they no longer run one after the other"
            }
            Self::GuardScope => "where it can end earlier depends on what it protects, and the code does not say that",
            Self::OneThread => "its work belongs to one thread and cannot move to another",
            Self::OtherUse => "the client or its answer is used in a way that the async one does not support",
            Self::OtherDesign => "no rewrite of this place alone ends it: what it waits for is built or driven elsewhere",
            Self::InPlace => {
                "what it uses cannot move to another thread, so the work stays here, and other futures of the same task still wait"
            }
            Self::Snapshot => {
                "a lock guard is alive here: the lock is released at once, and the code goes on with a copy of what it protects"
            }
            Self::FlattenedError => "its error cannot leave the thread, so one with the same message and status comes back instead",
            Self::OtherBehaviour => "the replacement does not behave alike in all cases",
            Self::ThreadContext => "it may read what belongs to its thread or task: a span, a thread-local, a handle",
        }
    }
}

impl Guard {
    /// The outcome of this guard as a doubt: if only the compiler can settle it, the fix is safe once it compiles.
    #[must_use]
    pub const fn doubt(self) -> Outcome {
        match self {
            Self::ControlFlow
            | Self::NoManifest
            | Self::CancelPoint
            | Self::Interleaved
            | Self::ThreadContext
            | Self::Snapshot
            | Self::FlattenedError
            | Self::OtherBehaviour
            | Self::InPlace
            | Self::GuardScope
            | Self::OneThread
            | Self::OtherUse
            | Self::OtherDesign
            // These always refuse a fix, so they are not about compiling.
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

/// A guard that applies to a fix, and its outcome.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[cfg_attr(not(feature = "internals"), non_exhaustive)]
pub struct Withheld {
    /// The guard.
    #[serde(rename = "reason")]
    pub guard: Guard,
    /// Its outcome.
    pub outcome: Outcome,
    /// What is in doubt, if known: a variable or expression and its type ("`rows` of type `Rows<'_>`"), or what the replacement does otherwise.
    pub about: Option<String>,
}

/// The effect of a guard on a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The fix is not offered.
    Refused,
    /// The fix may change behaviour: it is only applied on request.
    Unsafe,
    /// The fix keeps behaviour, but may not compile: it is applied if a command verifies it.
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
