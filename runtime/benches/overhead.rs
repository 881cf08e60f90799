//! The cost of watching: a future that is polled 100,000 times, with about 10 µs of work per poll, with and without `watch`; the processor
//! time of a [`StallMonitor`]'s thread during the time of each row; and a call with and without the guard's hook.

use std::future::Future;
use std::hint::black_box;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

#[cfg(target_os = "linux")]
use async_lint_runtime::StallMonitor;
use async_lint_runtime::watch;
use criterion::{Criterion, criterion_group, criterion_main};

/// Some 10 µs of arithmetic: 100,000 polls of it fill a second.
fn ten_microseconds() {
    for step in 0..32_000u64 {
        black_box(step);
    }
}

fn nothing() {}

/// A future that is ready after this many polls.
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

/// The processor time of the monitor's thread so far.
#[cfg(target_os = "linux")]
fn processor_time_of_the_monitor() -> Duration {
    let tasks = std::fs::read_dir("/proc/self/task").expect("linux has it");
    let monitor = tasks
        .flatten()
        .find(|task| std::fs::read_to_string(task.path().join("comm")).is_ok_and(|name| name.trim() == "stall-monitor"))
        .expect("the monitor runs");
    let times = std::fs::read_to_string(monitor.path().join("schedstat")).expect("linux has it");
    let nanos = times.split_ascii_whitespace().next().and_then(|field| field.parse().ok()).expect("the first field is a number");
    Duration::from_nanos(nanos)
}

/// "thread" in microseconds over "passed" in milliseconds, divided by ten, is per cent of one core.
#[cfg(target_os = "linux")]
fn monitor(criterion: &mut Criterion) {
    const SPAN: Duration = Duration::from_millis(100);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().expect("a runtime can be built");
    let monitor = StallMonitor::new(runtime.handle());
    for _ in 0..8 {
        runtime.spawn(async {
            loop {
                tokio::time::sleep(Duration::from_millis(3)).await;
            }
        });
    }
    std::thread::sleep(SPAN);
    let mut group = criterion.benchmark_group("100 ms under a monitor");
    group.measurement_time(Duration::from_secs(4)).sample_size(10);
    group.bench_function("passed", |bencher| bencher.iter(|| std::thread::sleep(SPAN)));
    group.bench_function("thread", |bencher| {
        bencher.iter_custom(|spans| {
            let before = processor_time_of_the_monitor();
            std::thread::sleep(SPAN * u32::try_from(spans).expect("a few spans"));
            processor_time_of_the_monitor().saturating_sub(before)
        });
    });
    group.finish();
    drop(monitor);
}

#[cfg(not(target_os = "linux"))]
fn monitor(_: &mut Criterion) {}

/// A call of the C library on a thread that polls nothing, with the guard on: through the hook, and past it. The difference is the guard's cost
/// for code that it does not watch.
#[cfg(all(feature = "guard", target_os = "linux", target_env = "gnu"))]
#[allow(unsafe_code, reason = "the functions of the C library are called as C code calls them")]
fn hooked(criterion: &mut Criterion) {
    type Pread = unsafe extern "C" fn(i32, *mut libc::c_void, usize, i64) -> isize;
    async_lint_runtime::guard::install(async_lint_runtime::guard::Builder::default());
    // SAFETY: the name ends with a NUL, and the function that it names has this signature.
    let real: Pread = unsafe { std::mem::transmute(libc::dlsym(libc::RTLD_NEXT, c"pread".as_ptr())) };
    let hooked: Pread = black_box(libc::pread);
    let mut group = criterion.benchmark_group("a call that fails at once");
    for (name, function) in [("bare", real), ("hooked", hooked)] {
        // SAFETY: no descriptor is open at -1, so that nothing is read and no buffer is needed.
        group.bench_function(name, |bencher| bencher.iter(|| unsafe { function(black_box(-1), std::ptr::null_mut(), 0, 0) }));
    }
    group.finish();
}

#[cfg(not(all(feature = "guard", target_os = "linux", target_env = "gnu")))]
fn hooked(_: &mut Criterion) {}

criterion_group!(benches, overhead, monitor, hooked);
criterion_main!(benches);
