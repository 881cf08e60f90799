//! Real runtimes, really blocked.

mod stalled;

use super::*;
use stalled::{quick, runtime, stall_a_worker};

#[test]
fn one_blocked_worker_of_two_is_found_with_its_line() {
    let runtime = runtime(2);
    let monitor = quick().watch(runtime.handle());
    std::thread::sleep(Duration::from_millis(100));
    let line = line!() + 2;
    let blocked = runtime.spawn(async {
        std::thread::sleep(Duration::from_millis(300));
    });
    runtime.block_on(async {
        blocked.await.expect("no panic");
        tokio::time::sleep(Duration::from_millis(30)).await;
    });
    let report = monitor.stop();
    let stall = report.longest().expect("a stall was seen");
    assert!(stall.over);
    assert!(stall.duration >= Duration::from_millis(200), "{stall}");
    assert!(report.workers[stall.worker].stalls >= 1);
    if cfg!(target_os = "linux") {
        let stack = stall.stack.as_ref().expect("the stack was taken");
        assert_eq!(stack.user_frame().and_then(|frame| frame.line), Some(line), "{stack}");
        assert_eq!(stack.known_api().map(|api| api.lint), Some("blocking-sleep"), "{stack}");
    }
}

#[test]
fn a_current_thread_runtime_is_watched_too() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be built");
    let monitor = quick().watch(runtime.handle());
    runtime.block_on(async {
        tokio::time::sleep(Duration::from_millis(60)).await;
        tokio::spawn(async { std::thread::sleep(Duration::from_millis(200)) }).await.expect("no panic");
        tokio::time::sleep(Duration::from_millis(30)).await;
    });
    let report = monitor.stop();
    assert!(report.longest().is_some_and(|stall| stall.duration >= Duration::from_millis(120)), "{report:?}");
}

#[test]
fn waiting_and_offloaded_work_are_no_stalls() {
    let runtime = runtime(1);
    let monitor = StallMonitor::builder().threshold(Duration::from_millis(150)).watch(runtime.handle());
    runtime
        .block_on(runtime.spawn(async {
            tokio::time::sleep(Duration::from_millis(250)).await;
            tokio::task::spawn_blocking(|| std::thread::sleep(Duration::from_millis(250))).await.expect("no panic");
        }))
        .expect("no panic");
    assert_eq!(monitor.stop().stall_count(), 0);
}

#[test]
fn a_worker_that_polls_without_ever_parking_is_no_stall() {
    let runtime = runtime(1);
    let monitor = StallMonitor::builder().threshold(Duration::from_millis(150)).watch(runtime.handle());
    runtime
        .block_on(runtime.spawn(async {
            let begun = Instant::now();
            while begun.elapsed() < Duration::from_millis(500) {
                tokio::task::yield_now().await;
            }
        }))
        .expect("no panic");
    assert_eq!(monitor.stop().stall_count(), 0);
}

#[test]
fn a_stall_that_goes_on_is_in_the_report_and_the_list_is_bounded() {
    let runtime = runtime(1);
    let monitor = quick().max_stalls(NonZeroUsize::MIN).watch(runtime.handle());
    runtime
        .block_on(runtime.spawn(async {
            for _ in 0..2 {
                std::thread::sleep(Duration::from_millis(120));
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }))
        .expect("no panic");
    let (release, hold) = std::sync::mpsc::channel::<()>();
    let blocked = runtime.spawn(async move { hold.recv() });
    std::thread::sleep(Duration::from_millis(150));
    let report = monitor.report();
    assert_eq!(report.stalls.len(), 1);
    assert_eq!(report.stall_count(), 3, "{report:?}");
    assert!(report.held().max() >= Duration::from_millis(100));
    drop(release);
    runtime.block_on(blocked).expect("no panic").expect_err("the sender is gone");
}

#[test]
fn a_stall_is_told_while_it_lasts_and_when_it_is_over() {
    let runtime = runtime(1);
    let told = Arc::new(Mutex::new(Vec::new()));
    let monitor = quick()
        .on_stall({
            let told = Arc::clone(&told);
            move |stall| told.lock().expect("nobody panics").push((stall.over, stall.cause.clone(), stall.duration))
        })
        .watch(runtime.handle());
    stall_a_worker(&runtime);
    drop(monitor);
    let told = told.lock().expect("nobody panics");
    assert!(
        told.iter().any(|(over, ..)| !over) && told.iter().any(|(over, _, duration)| *over && *duration > Duration::from_millis(150)),
        "{told:?}"
    );
    if cfg!(target_os = "linux") {
        assert!(told.iter().any(|(_, cause, _)| matches!(cause, Cause::SystemCall { name, .. } if name.contains("nanosleep"))), "{told:?}");
    }
}

/// The longest stall while the only worker of a runtime runs `block`, and five tasks are sent to it meanwhile.
#[cfg(target_os = "linux")]
fn stall_of(block: impl FnOnce() + Send + 'static) -> Stall {
    let runtime = runtime(1);
    // Long enough for the tasks to be queued when the stall is noticed.
    let monitor = quick().threshold(Duration::from_millis(150)).watch(runtime.handle());
    std::thread::sleep(Duration::from_millis(100));
    let (begun, blocked) = std::sync::mpsc::channel();
    runtime.spawn(async move {
        begun.send(()).expect("somebody waits");
        block();
    });
    blocked.recv().expect("the task begins");
    let tasks: Vec<_> = (0..5).map(|_| runtime.spawn(async {})).collect();
    runtime.block_on(async {
        for task in tasks {
            task.await.expect("no panic");
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    });
    monitor.stop().longest().cloned().expect("a stall was seen")
}

#[cfg(target_os = "linux")]
#[test]
fn a_stall_names_the_descriptor_that_is_waited_for_and_counts_the_tasks_that_wait() {
    let (mut reader, writer) = std::io::pipe().expect("a pipe can be made");
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(400));
        drop(writer);
    });
    let stall = stall_of(move || {
        let _ = std::io::Read::read(&mut reader, &mut [0]);
    });
    let is_pipe = |target: &String| target.starts_with("pipe:");
    assert!(
        matches!(&stall.cause, Cause::SystemCall { name, descriptor: Some(_), target: Some(target) } if name == "read" && is_pipe(target)),
        "{stall}"
    );
    // The monitor's own probe may be among them.
    assert!((5..=7).contains(&stall.queue_depth), "{stall:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_stall_that_computes_says_so() {
    let stall = stall_of(|| {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_millis(400) {
            std::hint::spin_loop();
        }
    });
    // On a busy machine it may get no core.
    assert!(matches!(stall.cause, Cause::Processor | Cause::WaitingForCore), "{stall}");
}

#[cfg(feature = "guard")]
#[test]
fn a_stall_is_a_line_of_a_record() {
    let runtime = runtime(1);
    let file = std::env::temp_dir().join(format!("stalls-{}.jsonl", std::process::id()));
    let monitor = quick().record_to(&file).watch(runtime.handle());
    stall_a_worker(&runtime);
    monitor.stop();
    let text = std::fs::read_to_string(&file).expect("it was written");
    std::fs::remove_file(&file).expect("it is there");
    let events: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    let longest = events.iter().max_by_key(|event| event["max_ns"].as_u64()).expect("a stall was seen");
    assert_eq!((&longest["event"], &longest["version"]), (&serde_json::json!("stall"), &serde_json::json!(1)));
    if cfg!(target_os = "linux") {
        assert_eq!(longest["lint"], "blocking-sleep", "{longest}");
        // Relative to the workspace, as the compiler names it too.
        assert_eq!(longest["path"], stalled::FILE.replace('\\', "/"), "{longest}");
        assert!(longest["note"].as_str().is_some_and(|note| note.contains("nanosleep")), "{longest}");
    }
}
