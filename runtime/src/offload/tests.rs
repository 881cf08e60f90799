//! The limit holds, the queue is bounded, deadlines are kept, panics and spans are passed on.

use std::sync::atomic::{AtomicUsize, Ordering};

use tracing_subscriber::Registry;

use super::*;

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime can be built").block_on(future)
}

#[test]
fn never_more_than_the_limit_run_at_once() {
    block_on(async {
        let offload = Offload::new(3);
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let calls = (0..12).map(|_| {
            let (offload, now, most) = (offload.clone(), Arc::clone(&now), Arc::clone(&most));
            tokio::spawn(async move {
                offload
                    .run(move || {
                        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::sleep(Duration::from_millis(20));
                        now.fetch_sub(1, Ordering::SeqCst);
                    })
                    .await
            })
        });
        for call in calls.collect::<Vec<_>>() {
            call.await.expect("no panic").expect("nothing bounds the queue");
        }
        assert_eq!(most.load(Ordering::SeqCst), 3);
        let stats = offload.stats();
        assert_eq!((stats.completed, stats.running, stats.queued), (12, 0, 0));
        assert!(stats.deepest_queue >= 1 && stats.queue_time.max() >= Duration::from_millis(20), "{stats:?}");
    });
}

/// An offload with one place, taken until the returned sender is dropped.
async fn occupied(builder: OffloadBuilder) -> (Offload, std::sync::mpsc::Sender<()>) {
    let offload = builder.build();
    let (release, hold) = std::sync::mpsc::channel::<()>();
    let (started, running) = tokio::sync::oneshot::channel();
    let busy = offload.clone();
    tokio::spawn(async move {
        busy.run(move || {
            started.send(()).expect("the test waits");
            hold.recv().expect_err("the sender is dropped, never used");
        })
        .await
    });
    running.await.expect("the work starts");
    (offload, release)
}

#[test]
fn a_full_queue_refuses_at_once() {
    block_on(async {
        let (offload, release) = occupied(Offload::builder(1).queue(0)).await;
        assert_eq!(offload.run(|| ()).await, Err(OffloadError::QueueFull { queue: 0, limit: 1 }));
        assert_eq!(offload.stats().refused, 1);
        drop(release);
    });
}

#[test]
fn work_that_waits_past_its_deadline_is_not_run() {
    block_on(async {
        let (offload, release) = occupied(Offload::builder(1).deadline(Duration::from_millis(30))).await;
        let ran = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&ran);
        let error = offload.run(move || counter.fetch_add(1, Ordering::SeqCst)).await.expect_err("the deadline passes");
        assert!(matches!(error, OffloadError::DeadlinePassed { waited, .. } if waited >= Duration::from_millis(30)), "{error}");
        drop(release);
        assert_eq!(offload.run(|| 5).await, Ok(5));
        assert_eq!((ran.load(Ordering::SeqCst), offload.stats().expired), (0, 1));
    });
}

#[test]
fn a_dropped_caller_leaves_the_queue() {
    block_on(async {
        let (offload, release) = occupied(Offload::builder(1)).await;
        let waiting = tokio::spawn({
            let offload = offload.clone();
            async move { offload.run(|| ()).await }
        });
        while offload.stats().queued == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        waiting.abort();
        assert!(waiting.await.expect_err("it was aborted").is_cancelled());
        assert_eq!(offload.stats().queued, 0);
        drop(release);
    });
}

#[test]
fn a_panic_comes_back_with_its_payload_and_frees_the_place() {
    block_on(async {
        let offload = Offload::new(1);
        let call = tokio::spawn({
            let offload = offload.clone();
            async move { offload.run(|| std::panic::panic_any("the reason")).await }
        });
        let payload = call.await.expect_err("the panic is raised again").into_panic();
        assert_eq!(payload.downcast_ref::<&str>(), Some(&"the reason"));
        assert_eq!(offload.run(|| 1).await, Ok(1));
        assert_eq!(offload.stats().panicked, 1);
    });
}

#[test]
fn the_callers_span_is_current_in_the_work() {
    // The work runs on another thread, so the subscriber must be global.
    tracing::subscriber::set_global_default(Registry::default()).expect("set once");
    block_on(async {
        let span = tracing::error_span!("request");
        let _entered = span.clone().entered();
        let inside = Offload::new(1).run(|| tracing::Span::current().id()).await;
        assert!(span.id().is_some());
        assert_eq!(inside.expect("it runs"), span.id());
    });
}
