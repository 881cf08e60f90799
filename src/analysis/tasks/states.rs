//! Which other tasks can wait while code runs, as far as its call path tells: eight states, and how events change them.

/// What is known about other tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum State {
    /// There are none: nothing has been spawned yet.
    Alone,
    /// There are none any more: serving has ended.
    Ended,
    /// There are only tasks that wait for a signal.
    Watched,
    /// There are only background tasks: tasks that wait for a signal, and loops over a timer.
    Background,
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
pub(super) const STATES: [State; 8] =
    [State::Alone, State::Ended, State::Watched, State::Background, State::Maybe, State::Crowded, State::Unknown, State::Test];

impl State {
    /// The state where two control-flow paths meet.
    pub(super) fn join(self, other: Self) -> Self {
        use State::{Alone, Background, Ended, Maybe, Test, Unknown, Watched};
        match (self, other) {
            (same, also) if same == also => same,
            (Test, _) | (_, Test) => Test,
            (Unknown, _) | (_, Unknown) => Unknown,
            (Alone, Ended) | (Ended, Alone) => Ended,
            (Watched, Alone | Ended) | (Alone | Ended, Watched) => Watched,
            (Background, Alone | Ended | Watched) | (Alone | Ended | Watched, Background) => Background,
            _ => Maybe,
        }
    }

    /// After something was spawned.
    pub(super) fn crowded(self) -> Self {
        if self == Self::Test { self } else { Self::Crowded }
    }

    /// After something may have been spawned.
    pub(super) fn perhaps_crowded(self) -> Self {
        match self {
            Self::Alone | Self::Ended | Self::Watched | Self::Background => Self::Maybe,
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

    /// Whether no other task with work of its own can wait.
    pub(super) fn is_alone(self) -> bool {
        matches!(self, Self::Alone | Self::Ended | Self::Watched | Self::Background)
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
pub(super) struct Flags(u8);

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
        for a in STATES {
            for b in STATES {
                assert_eq!(a.join(b), b.join(a), "{a:?} {b:?}");
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
