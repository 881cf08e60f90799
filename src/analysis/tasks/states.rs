//! Which other tasks can wait while code runs, as far as its call path tells: eleven states, and how events change them.

/// What is known about other tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum State {
    /// There are none: nothing has been spawned yet.
    Alone,
    /// There are none; this code is part of a join, all of whose futures end.
    Joined,
    /// There are none any more: serving has ended.
    Ended,
    /// There are only tasks that wait for a signal.
    Watched,
    /// There are only background tasks: tasks that wait for a signal, and loops over a timer.
    Background,
    /// There may be tasks that were spawned, and no others.
    MaybeSpawned,
    /// There are tasks that were spawned, and no others: none of them takes turns with this code.
    Spawned,
    /// There may be others.
    Maybe,
    /// There are others.
    Crowded,
    /// It is unknown whether there are others.
    Unknown,
    /// The code runs in a test.
    Test,
}

/// All states, in the order of their numbers.
pub(super) const STATES: [State; 11] = [
    State::Alone,
    State::Joined,
    State::Ended,
    State::Watched,
    State::Background,
    State::MaybeSpawned,
    State::Spawned,
    State::Maybe,
    State::Crowded,
    State::Unknown,
    State::Test,
];

impl State {
    /// The state where two control-flow paths meet.
    pub(super) fn join(self, other: Self) -> Self {
        use State::{Alone, Background, Crowded, Ended, Joined, Maybe, MaybeSpawned, Spawned, Test, Unknown, Watched};
        match (self, other) {
            (same, also) if same == also => same,
            (Test, _) | (_, Test) => Test,
            (Unknown, _) | (_, Unknown) => Unknown,
            (Alone, Joined) | (Joined, Alone) => Joined,
            (Alone | Joined, Ended) | (Ended, Alone | Joined) => Ended,
            (Watched, Alone | Joined | Ended) | (Alone | Joined | Ended, Watched) => Watched,
            (Background, Alone | Joined | Ended | Watched) | (Alone | Joined | Ended | Watched, Background) => Background,
            (Crowded, Spawned) | (Spawned, Crowded) => Crowded,
            (Crowded | Maybe, _) | (_, Crowded | Maybe) => Maybe,
            _ => MaybeSpawned,
        }
    }

    /// Beside other futures of its task, or while something serves.
    pub(super) fn crowded(self) -> Self {
        if self == Self::Test { self } else { Self::Crowded }
    }

    /// After something was spawned.
    pub(super) fn with_task(self) -> Self {
        match self {
            Self::Test => self,
            Self::Maybe | Self::Crowded | Self::Unknown => Self::Crowded,
            _ => Self::Spawned,
        }
    }

    /// After something may have been spawned.
    pub(super) fn perhaps_with_task(self) -> Self {
        if self.is_alone() { Self::MaybeSpawned } else { self }
    }

    /// While tasks run on this thread: those that were spawned may be among them.
    pub(super) fn with_local_tasks(self) -> Self {
        match self {
            Self::MaybeSpawned => Self::Maybe,
            Self::Spawned => Self::Crowded,
            other => other,
        }
    }

    /// After something may have begun that takes turns with this code.
    pub(super) fn perhaps_crowded(self) -> Self {
        match self {
            Self::Spawned => Self::Crowded,
            _ if self.is_alone() || self == Self::MaybeSpawned => Self::Maybe,
            other => other,
        }
    }

    /// After a background task was spawned; `task` is [`State::Watched`] or [`State::Background`].
    pub(super) fn with_background(self, task: Self) -> Self {
        if self.is_alone() { self.max(task) } else { self }
    }

    /// In a loop that may never end: what blocks there does so in every iteration, and background tasks are delayed each time.
    pub(super) fn looped(self) -> Self {
        if self == Self::Background { Self::Crowded } else { self }
    }

    /// In an iteration of such a loop: beside tasks that exist, its own work is the other one. If it waits for other parties, the next one waits for
    /// the tasks that it may have spawned.
    pub(super) fn within_loop(self, serves: bool) -> Self {
        match self {
            Self::Spawned => Self::Crowded,
            Self::MaybeSpawned if serves => Self::Maybe,
            other => other,
        }
    }

    /// Whether there are no others, or only spawned tasks: a runtime with several threads polls them elsewhere while a root future blocks.
    pub(super) fn is_apart(self) -> bool {
        self.is_alone() || matches!(self, Self::MaybeSpawned | Self::Spawned)
    }

    /// Whether no other task with work of its own can wait.
    pub(super) fn is_alone(self) -> bool {
        matches!(self, Self::Alone | Self::Joined | Self::Ended | Self::Watched | Self::Background)
    }

    /// Whether nothing was spawned yet.
    pub(super) fn is_untouched(self) -> bool {
        matches!(self, Self::Alone | Self::Joined)
    }

    /// In a future of a join, all of whose futures end and start nothing.
    pub(super) fn joined(self) -> Self {
        match self {
            Self::Alone => Self::Joined,
            _ if self.is_alone() => self,
            _ => self.crowded(),
        }
    }

    /// After a server has ended.
    pub(super) fn ended(self) -> Self {
        match self {
            Self::Unknown | Self::Test => self,
            _ => Self::Ended,
        }
    }
}

/// A set of states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Flags(u16);

impl Flags {
    pub(super) fn has(self, state: State) -> bool {
        self.0 & (1 << state as u8) != 0
    }

    /// Adds a state; whether it is new.
    pub(super) fn add(&mut self, state: State) -> bool {
        let before = self.0;
        self.0 |= 1 << state as u8;
        self.0 != before
    }

    pub(super) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn without(self, state: State) -> Self {
        Self(self.0 & !(1 << state as u8))
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joining_loses_certainty() {
        assert_eq!(State::Alone.join(State::Crowded), State::Maybe);
        assert_eq!(State::Alone.join(State::Ended), State::Ended);
        assert_eq!(State::Crowded.join(State::Unknown), State::Unknown);
        assert_eq!(State::Alone.join(State::Spawned), State::MaybeSpawned);
        assert_eq!(State::Spawned.join(State::Maybe), State::Maybe);
        for a in STATES {
            for b in STATES {
                assert_eq!(a.join(b), b.join(a), "{a:?} {b:?}");
                for c in STATES {
                    assert_eq!(a.join(b).join(c), a.join(b.join(c)), "{a:?} {b:?} {c:?}");
                }
            }
        }
    }

    #[test]
    fn flags_are_sets() {
        let mut flags = Flags::default();
        assert!(flags.is_empty() && flags.add(State::Test) && !flags.add(State::Test));
        assert!(flags.has(State::Test) && flags.without(State::Test).is_empty());
    }
}
