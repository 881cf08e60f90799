//! Judges whether two measured runs prove a fix. Knows ratios; never compares with an absolute time, because machines differ
//! and the same machine differs from minute to minute.

use std::fmt;
use std::time::Duration;

/// What two runs say about a fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Before the fix the probe waited far longer than on the idle server, and after it no longer.
    Proved,
    /// The stall is still there after the fix, or there was none to begin with.
    NotProved,
    /// The machine was too noisy to decide.
    Noisy,
}

impl Verdict {
    /// `proved`, `not proved` or `noisy`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::NotProved => "not proved",
            Self::Noisy => "noisy",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// What is measured in one run: the same server before and after the fix, under the same load, and idle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// The probe's latency (p99, say) on the idle server.
    pub idle: Duration,
    /// The same before the fix, under load.
    pub before: Duration,
    /// The same after the fix, under the same load.
    pub after: Duration,
    /// How late the load generator itself was at the same quantile, in the worst of these measurements. Smaller latencies cannot be
    /// distinguished.
    pub jitter: Duration,
}

/// Which ratios count as a proof.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Criteria {
    /// How many times longer than after the fix the probe must have waited before it.
    pub min_gain: f64,
    /// How many times longer than on the idle server the probe may wait after the fix.
    pub max_rest: f64,
}

impl Default for Criteria {
    /// A gain of at least 5, and at most 3 times the idle latency after the fix.
    fn default() -> Self {
        Self { min_gain: 5.0, max_rest: 3.0 }
    }
}

impl Criteria {
    /// For CPU-bound work: it slows the probe down even when it is offloaded, so only the gain counts.
    pub const CPU_BOUND: Self = Self { min_gain: 3.0, max_rest: f64::INFINITY };
}

/// A verdict with the figures that led to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// Latency before the fix divided by latency after it; each at least the jitter.
    pub gain: f64,
    /// Latency after the fix divided by the idle latency; each at least the jitter.
    pub rest: f64,
}

/// Judges one run.
///
/// A run that does not prove the fix is noisy, and not a failure of the fix, when the jitter is so large that even a perfect fix could not
/// have shown the required gain.
///
/// ```
/// use std::time::Duration;
/// use async_lint_runtime::verdict::{Criteria, Measured, Verdict, judge};
///
/// let millis = Duration::from_millis;
/// let measured = Measured { idle: millis(1), before: millis(400), after: millis(2), jitter: millis(1) };
/// assert_eq!(judge(measured, Criteria::default()).verdict, Verdict::Proved);
/// ```
pub fn judge(measured: Measured, criteria: Criteria) -> Judgement {
    let jitter = measured.jitter.max(Duration::from_nanos(1));
    let [idle, before, after] = [measured.idle, measured.before, measured.after].map(|latency| latency.max(jitter).as_secs_f64());
    let gain = before / after;
    let rest = after / idle;
    let verdict = if gain >= criteria.min_gain && rest <= criteria.max_rest {
        Verdict::Proved
    } else if measured.jitter > measured.idle && before < jitter.as_secs_f64() * criteria.min_gain {
        // With this jitter, even a fix that removes the whole stall could not show the required gain.
        Verdict::Noisy
    } else {
        Verdict::NotProved
    };
    Judgement { verdict, gain, rest }
}

/// Judges several rounds together: the verdict that more than half of them share, with the middle gain and rest; without such
/// a majority, or without rounds, the verdict is noisy.
pub fn judge_rounds(rounds: &[Judgement]) -> Judgement {
    let majority = [Verdict::Proved, Verdict::NotProved]
        .into_iter()
        .find(|verdict| rounds.iter().filter(|round| round.verdict == *verdict).count() * 2 > rounds.len());
    Judgement {
        verdict: majority.unwrap_or(Verdict::Noisy),
        gain: median(rounds.iter().map(|round| round.gain)),
        rest: median(rounds.iter().map(|round| round.rest)),
    }
}

/// The middle value, the lower one of two; 1 when there is none.
fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(idle: u64, before: u64, after: u64, jitter: u64) -> Measured {
        let [idle, before, after, jitter] = [idle, before, after, jitter].map(Duration::from_millis);
        Measured { idle, before, after, jitter }
    }

    fn verdict(measured: Measured) -> Verdict {
        judge(measured, Criteria::default()).verdict
    }

    #[test]
    fn a_stall_that_ends_is_proved() {
        assert_eq!(verdict(millis(1, 500, 2, 1)), Verdict::Proved);
        assert_eq!(verdict(millis(1, 500, 2, 0)), Verdict::Proved);
    }

    #[test]
    fn a_stall_that_stays_or_never_was_is_not_proved() {
        assert_eq!(verdict(millis(1, 500, 490, 1)), Verdict::NotProved);
        assert_eq!(verdict(millis(2, 2, 2, 1)), Verdict::NotProved);
        // Much better than before, but far from idle.
        assert_eq!(verdict(millis(1, 500, 60, 1)), Verdict::NotProved);
    }

    #[test]
    fn a_restless_machine_is_noisy() {
        assert_eq!(verdict(millis(1, 100, 30, 50)), Verdict::Noisy);
    }

    #[test]
    fn work_that_burns_the_processor_is_judged_by_its_gain() {
        let measured = millis(1, 500, 60, 1);
        assert_eq!(judge(measured, Criteria::CPU_BOUND).verdict, Verdict::Proved);
    }

    #[test]
    fn the_same_figures_in_other_units_give_the_same_verdict() {
        let slow = judge(millis(1000, 500_000, 2000, 1000), Criteria::default());
        assert_eq!(slow, judge(millis(1, 500, 2, 1), Criteria::default()));
    }

    #[test]
    fn rounds_need_a_majority() {
        let [proved, not, noisy] =
            [Verdict::Proved, Verdict::NotProved, Verdict::Noisy].map(|verdict| Judgement { verdict, gain: 10.0, rest: 1.0 });
        assert_eq!(judge_rounds(&[proved, proved, not]).verdict, Verdict::Proved);
        assert_eq!(judge_rounds(&[proved, not, noisy]).verdict, Verdict::Noisy);
        assert_eq!(judge_rounds(&[not, not, proved]).verdict, Verdict::NotProved);
        assert_eq!(judge_rounds(&[]).verdict, Verdict::Noisy);
    }
}
