//! The attribute: its arguments, what it tolerates, and what makes the test fail.

use std::time::Duration;

const SHORT: Duration = Duration::from_millis(2);

#[async_lint_runtime::test]
async fn waiting_without_blocking_passes() {
    tokio::time::sleep(SHORT).await;
}

#[async_lint_runtime::test]
#[should_panic(expected = "std::thread::sleep")]
async fn a_blocking_call_fails_the_test() {
    std::thread::sleep(SHORT);
}

#[async_lint_runtime::test(flavor = "multi_thread", worker_threads = 1)]
#[should_panic(expected = "std::thread::sleep")]
async fn a_blocking_task_of_a_worker_fails_the_test() {
    tokio::spawn(async { std::thread::sleep(SHORT) }).await.expect("it does not panic");
}

#[async_lint_runtime::test]
#[should_panic(expected = "std::thread::sleep")]
async fn a_blocking_task_of_the_same_thread_fails_the_test() {
    tokio::spawn(async { std::thread::sleep(SHORT) }).await.expect("it does not panic");
}

#[async_lint_runtime::test(at_most = 2)]
async fn a_budget_lets_calls_pass() {
    for _ in 0..2 {
        std::thread::sleep(SHORT);
    }
}

#[async_lint_runtime::test(at_most = 2)]
#[should_panic(expected = "3 blocking calls in async code, 2 allowed")]
async fn a_budget_ends() {
    for _ in 0..3 {
        std::thread::sleep(SHORT);
    }
}

#[async_lint_runtime::test(longer_than = 60s)]
async fn a_threshold_lets_short_calls_pass() {
    std::thread::sleep(SHORT);
}

#[async_lint_runtime::test(start_paused = true)]
async fn arguments_of_tokio_are_given_on() {
    tokio::time::sleep(Duration::from_secs(3600)).await;
}

#[async_lint_runtime::test]
async fn a_result_is_given_back() -> Result<(), std::num::ParseIntError> {
    let number: u8 = "7".parse()?;
    assert_eq!(number, 7);
    Ok(())
}
