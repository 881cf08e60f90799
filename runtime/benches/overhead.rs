//! What watching costs: a future that is polled 100,000 times, about 10 µs of work in each poll, with and without `watch`.

use std::future::Future;
use std::hint::black_box;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use async_lint_runtime::watch;
use criterion::{Criterion, criterion_group, criterion_main};

/// Some 10 µs of arithmetic: 100,000 polls of it fill a second.
fn ten_microseconds() {
    for step in 0..32_000u64 {
        black_box(step);
    }
}

fn nothing() {}

/// Ready after so many polls.
struct Polled {
    left: u32,
    work: fn(),
}

impl Future for Polled {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<()> {
        (self.work)();
        self.left -= 1;
        if self.left == 0 { Poll::Ready(()) } else { Poll::Pending }
    }
}

fn drive<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

fn overhead(criterion: &mut Criterion) {
    for (name, polls, work) in [("1000 polls of 10 µs", 1000, ten_microseconds as fn()), ("1000 empty polls", 1000, nothing)] {
        let mut group = criterion.benchmark_group(name);
        group.measurement_time(Duration::from_secs(4)).sample_size(60);
        group.bench_function("bare", |bencher| bencher.iter(|| drive(Polled { left: polls, work })));
        group.bench_function("watched", |bencher| bencher.iter(|| drive(watch(Polled { left: polls, work })).report.polls.count()));
        group.finish();
    }
}

criterion_group!(benches, overhead);
criterion_main!(benches);
