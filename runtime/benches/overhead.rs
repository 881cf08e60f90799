//! What watching costs: a future that is polled 100,000 times, about 10 µs of work in each poll, with and without `watch`.

use std::future::Future;
use std::hint::black_box;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use async_lint_runtime::watch;
use criterion::{Criterion, criterion_group, criterion_main};

/// Some 10 µs of arithmetic: 100,000 polls of it fill a second.
fn work() {
    for step in 0..12_000u64 {
        black_box(step);
    }
}

/// Ready after so many polls.
struct Polled(u32);

impl Future for Polled {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<()> {
        work();
        self.0 -= 1;
        if self.0 == 0 { Poll::Ready(()) } else { Poll::Pending }
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
    let mut group = criterion.benchmark_group("10000 polls of 10 µs");
    group.measurement_time(Duration::from_secs(8)).sample_size(40);
    group.bench_function("bare", |bencher| bencher.iter(|| drive(Polled(10_000))));
    group.bench_function("watched", |bencher| bencher.iter(|| drive(watch(Polled(10_000))).report.polls.count()));
    group.finish();
}

criterion_group!(benches, overhead);
criterion_main!(benches);
