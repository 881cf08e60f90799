//! A histogram of durations. Knows `hdrhistogram`; never knows what was measured.

use std::fmt;
use std::time::Duration;

use hdrhistogram::Histogram;

/// Two significant digits: every value is within one per cent of what was recorded, and the histogram stays in the cache.
const SIGNIFICANT_DIGITS: u8 = 2;

/// Durations in nanoseconds, in a histogram that keeps every value to within one per cent.
///
/// Its memory grows with the range of the values, not with their number: some 10 to 60 KiB for anything up to an hour.
#[derive(Clone)]
pub struct Latencies {
    histogram: Histogram<u64>,
}

impl Default for Latencies {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Latencies {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Latencies")
            .field("count", &self.count())
            .field("p50", &self.quantile(0.5))
            .field("p99", &self.quantile(0.99))
            .field("max", &self.max())
            .finish()
    }
}

impl Latencies {
    /// An empty histogram.
    #[allow(clippy::missing_panics_doc, reason = "the digits are a constant that hdrhistogram accepts")]
    pub fn new() -> Self {
        let mut histogram = Histogram::new(SIGNIFICANT_DIGITS).expect("two significant digits are within hdrhistogram's range of 0 to 5");
        histogram.auto(true);
        Self { histogram }
    }

    /// Adds one value. Durations of more than 584 years count as 584 years.
    #[inline]
    pub fn record(&mut self, value: Duration) {
        self.record_nanos(nanos(value));
    }

    /// Adds one value given in nanoseconds.
    #[inline]
    pub fn record_nanos(&mut self, nanos: u64) {
        // It fails only for values outside of a fixed range, and this histogram resizes itself.
        let _ = self.histogram.record(nanos);
    }

    /// Adds all values of another histogram.
    pub fn merge(&mut self, other: &Self) {
        // It fails only if the histogram cannot be resized, and this one can.
        let _ = self.histogram.add(&other.histogram);
    }

    /// How many values were recorded.
    pub fn count(&self) -> u64 {
        self.histogram.len()
    }

    /// Whether nothing was recorded.
    pub fn is_empty(&self) -> bool {
        self.histogram.is_empty()
    }

    /// The quantile for a share from 0.0 to 1.0: that share of all values is at most as large. Zero when nothing was recorded.
    pub fn quantile(&self, share: f64) -> Duration {
        Duration::from_nanos(self.histogram.value_at_quantile(share).min(self.histogram.max()))
    }

    /// The median.
    pub fn p50(&self) -> Duration {
        self.quantile(0.5)
    }

    /// The value that one in a hundred exceeds.
    pub fn p99(&self) -> Duration {
        self.quantile(0.99)
    }

    /// The largest value, within one per cent. Zero when nothing was recorded.
    pub fn max(&self) -> Duration {
        Duration::from_nanos(self.histogram.max())
    }

    /// The mean. Zero when nothing was recorded.
    pub fn mean(&self) -> Duration {
        Duration::try_from_secs_f64(self.histogram.mean() / 1e9).unwrap_or_default()
    }

    /// The histogram in buckets of doubling width, from `first` upwards: the upper bound of each bucket and the number of values in it.
    /// Ends with the bucket that has the largest value; empty when nothing was recorded.
    pub fn doubling_buckets(&self, first: Duration) -> Vec<(Duration, u64)> {
        if self.is_empty() {
            return Vec::new();
        }
        let first = nanos(first).max(1);
        self.histogram
            .iter_log(first, 2.0)
            .map(|step| (Duration::from_nanos(step.value_iterated_to()), step.count_since_last_iteration()))
            .collect()
    }
}

/// A duration in nanoseconds; more than 584 years count as 584 years.
#[inline]
pub(crate) fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_within_one_per_cent() {
        let mut latencies = Latencies::new();
        for millis in 1..=1000 {
            latencies.record(Duration::from_millis(millis));
        }
        let p99 = latencies.p99().as_secs_f64();
        assert!((0.98..=1.0).contains(&p99), "{p99}");
        assert_eq!(latencies.count(), 1000);
        assert!(latencies.max() >= Duration::from_millis(990));
    }

    #[test]
    fn an_empty_histogram_answers_zero() {
        let latencies = Latencies::new();
        assert_eq!(latencies.p99(), Duration::ZERO);
        assert_eq!(latencies.max(), Duration::ZERO);
        assert_eq!(latencies.mean(), Duration::ZERO);
        assert!(latencies.doubling_buckets(Duration::from_millis(1)).is_empty());
    }

    #[test]
    fn doubling_buckets_count_every_value_once() {
        let mut latencies = Latencies::new();
        for millis in [1, 3, 7, 30, 31] {
            latencies.record(Duration::from_millis(millis));
        }
        let total: u64 = latencies.doubling_buckets(Duration::from_millis(1)).iter().map(|(_, count)| count).sum();
        assert_eq!(total, 5);
    }

    #[test]
    fn merging_keeps_both_sides() {
        let mut left = Latencies::new();
        left.record(Duration::from_millis(1));
        let mut right = Latencies::new();
        right.record(Duration::from_secs(2));
        left.merge(&right);
        assert_eq!(left.count(), 2);
        assert!(left.max() > Duration::from_millis(1900));
    }
}
