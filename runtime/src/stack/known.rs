//! Which blocking API a stack frame belongs to, and which lint covers it. Knows demangled names as they appear on stacks;
//! never knows the linter's own rules.

/// A blocking API as it appears on a stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownApi {
    /// The demangled name of a frame must contain all of these, in this order.
    pub frame: &'static [&'static str],
    /// The path as a user would write it.
    pub path: &'static str,
    /// The id of the lint that covers it.
    pub lint: &'static str,
}

const fn api(frame: &'static [&'static str], path: &'static str, lint: &'static str) -> KnownApi {
    KnownApi { frame, path, lint }
}

/// The first entry that matches a frame wins: APIs first, then system calls, which show what an inlined API did.
pub const KNOWN_APIS: &[KnownApi] = &[
    api(&["std::thread", "::sleep"], "std::thread::sleep", "blocking-sleep"),
    api(&["std::thread", "::park_timeout"], "std::thread::park_timeout", "thread-park"),
    api(&["std::thread", "::park"], "std::thread::park", "thread-park"),
    api(&["std::thread", "JoinHandle", "::join"], "std::thread::JoinHandle::join", "thread-join"),
    api(&["std::thread", "::scope"], "std::thread::scope", "thread-join"),
    api(&["std::fs", "::sync_all"], "std::fs::File::sync_all", "file-sync"),
    api(&["std::fs", "::sync_data"], "std::fs::File::sync_data", "file-sync"),
    api(&["std::fs::read_to_string"], "std::fs::read_to_string", "blocking-file"),
    api(&["std::fs::read_dir"], "std::fs::read_dir", "bulk-file-work"),
    api(&["std::fs::read"], "std::fs::read", "blocking-file"),
    api(&["std::fs::write"], "std::fs::write", "blocking-file"),
    api(&["std::fs::copy"], "std::fs::copy", "blocking-file"),
    api(&["std::fs::remove_dir_all"], "std::fs::remove_dir_all", "bulk-file-work"),
    api(&["std::fs::metadata"], "std::fs::metadata", "metadata-probe"),
    api(&["std::path::Path", "::exists"], "std::path::Path::exists", "metadata-probe"),
    api(&["std::fs::File", "::open"], "std::fs::File::open", "blocking-file-io"),
    api(&["std::fs::File", "::create"], "std::fs::File::create", "blocking-file-io"),
    api(&["std::fs::File", "std::io::Read"], "std::io::Read::read", "blocking-file-io"),
    api(&["std::fs::File", "std::io::Write"], "std::io::Write::write", "blocking-file-io"),
    api(&["std::process", "::output"], "std::process::Command::output", "blocking-process"),
    api(&["std::process", "::status"], "std::process::Command::status", "blocking-process"),
    api(&["std::process", "::wait"], "std::process::Child::wait", "blocking-process"),
    api(&["std::process::ChildStd"], "std::process::ChildStdout", "blocking-pipe-io"),
    api(&["ToSocketAddrs", "to_socket_addrs"], "std::net::ToSocketAddrs::to_socket_addrs", "blocking-dns"),
    api(&["std::net", "TcpStream"], "std::net::TcpStream", "blocking-socket"),
    api(&["std::net", "TcpListener"], "std::net::TcpListener", "blocking-socket"),
    // The linker may fold the identical code of both sockets into one function, under either name.
    api(&["std::net", "UdpSocket"], "std::net::{TcpStream, UdpSocket}", "blocking-socket"),
    api(&["std::sync::mpsc", "recv"], "std::sync::mpsc::Receiver::recv", "blocking-channel"),
    api(&["crossbeam_channel", "recv"], "crossbeam_channel::Receiver::recv", "blocking-channel"),
    api(&["Condvar", "::wait"], "std::sync::Condvar::wait", "blocking-condvar"),
    api(&["Barrier", "::wait"], "std::sync::Barrier::wait", "blocking-condvar"),
    api(&["async_channel", "_blocking"], "async_channel::Receiver::recv_blocking", "async-blocking-twin"),
    api(&["async_lock", "_blocking"], "async_lock::Mutex::lock_blocking", "async-blocking-twin"),
    api(&["tempfile"], "tempfile", "blocking-tempfile"),
    api(&["dotenvy"], "dotenvy", "config-file-load"),
    api(&["redis::"], "redis", "blocking-key-value"),
    api(&["tungstenite"], "tungstenite", "blocking-websocket"),
    api(&["std::process::Command", "::spawn"], "std::process::Command::spawn", "process-spawn"),
    api(&["rustix::fs", "flock"], "rustix::fs::flock", "file-lock"),
    api(&["std::fs::File", "::lock"], "std::fs::File::lock", "file-lock"),
    api(&["lettre"], "lettre::Transport::send", "blocking-protocol-client"),
    api(&["image::"], "image", "image-work"),
    api(&["sysinfo"], "sysinfo::System", "system-refresh"),
    api(&["Mutex", "lock_contended"], "std::sync::Mutex::lock", "short-lock"),
    api(&["rusqlite"], "rusqlite", "blocking-sql"),
    api(&["diesel"], "diesel", "blocking-sql"),
    api(&["r2d2", "::get"], "r2d2::Pool::get", "blocking-pool-get"),
    api(&["ureq::"], "ureq", "blocking-http-client"),
    api(&["reqwest::blocking"], "reqwest::blocking", "blocking-http-client"),
    api(&["argon2::"], "argon2", "password-hash"),
    api(&["bcrypt::"], "bcrypt", "password-hash"),
    api(&["flate2::"], "flate2", "compression-work"),
    api(&["tar::"], "tar", "archive-work"),
    api(&["zip::"], "zip", "archive-work"),
    api(&["rayon"], "rayon", "parallel-join"),
    api(&["serde_json", "from_reader"], "serde_json::from_reader", "reader-over-file"),
    api(&["clock_nanosleep"], "nanosleep", "blocking-sleep"),
    api(&["flock"], "flock", "file-lock"),
    api(&["fdatasync"], "fdatasync", "file-sync"),
    api(&["fsync"], "fsync", "file-sync"),
    api(&["getaddrinfo"], "getaddrinfo", "blocking-dns"),
    api(&["waitpid"], "waitpid", "blocking-process"),
];

/// The entry for one demangled frame name.
pub(crate) fn find(function: &str) -> Option<&'static KnownApi> {
    KNOWN_APIS.iter().find(|known| contains_in_order(function, known.frame))
}

fn contains_in_order(mut text: &str, parts: &[&str]) -> bool {
    for part in parts {
        let Some(at) = text.find(part) else { return false };
        text = &text[at + part.len()..];
    }
    true
}
