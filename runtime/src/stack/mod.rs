//! The stack of a stalled thread: captured as addresses, symbolised later. Knows which frames are a user's own; never knows why the stack was
//! captured.

mod capture;
mod known;

use std::fmt;
use std::path::{Path, PathBuf};

pub use capture::OsThread;
#[cfg(all(feature = "guard", target_os = "linux", target_env = "gnu", any(target_arch = "x86_64", target_arch = "aarch64")))]
pub(crate) use capture::own_addresses;
pub(crate) use capture::{capture, current_thread};
pub use known::{KNOWN_APIS, KnownApi};

/// A stack as bare return addresses, innermost first. Taking one costs some ten microseconds of the sampled thread; naming its
/// frames reads debug information and may take a second the first time.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RawStack {
    addresses: Vec<usize>,
}

impl RawStack {
    /// Captures the stack of another thread of this process; `None` on systems other than Linux, and when the thread does not answer.
    pub fn of(thread: OsThread) -> Option<Self> {
        capture(thread).map(|addresses| Self { addresses })
    }

    /// Looks up the names, files and lines. Never call it from a thread whose latency matters.
    pub fn resolve(&self) -> Stack {
        let mut frames = Vec::new();
        for address in &self.addresses {
            frames.extend(frames_at(*address));
        }
        // The innermost frames are those of our own signal handler.
        let own = frames.iter().take(12).rposition(|frame| is_capture_frame(&frame.function)).map_or(0, |index| index + 1);
        frames.drain(..own);
        Stack { frames }
    }
}

/// The fns that contain a return address, innermost first: more than one where fns were inlined.
pub(crate) fn frames_at(address: usize) -> Vec<Frame> {
    let mut frames = Vec::new();
    // A return address points after the call; the byte before it belongs to the call instruction.
    let inside_the_call = address.saturating_sub(1);
    backtrace::resolve(std::ptr::without_provenance_mut(inside_the_call), |symbol| {
        frames.push(Frame {
            // The alternate form leaves out the hash that the compiler appends.
            function: symbol.name().map_or_else(|| "<unknown>".to_owned(), |name| format!("{name:#}")),
            file: symbol.filename().map(Path::to_path_buf),
            line: symbol.lineno(),
            column: symbol.colno(),
        });
    });
    frames
}

fn is_capture_frame(function: &str) -> bool {
    function.contains("async_lint_runtime::stack::capture::imp") || function.contains("__restore_rt")
}

/// One function on a stack. Inlined functions have frames of their own where debug information names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The demangled path, without the compiler's hash.
    pub function: String,
    /// The source file as the compiler recorded it; `None` without debug information.
    pub file: Option<PathBuf>,
    /// 1-based; `None` without debug information.
    pub line: Option<u32>,
    /// 1-based; `None` without debug information.
    pub column: Option<u32>,
}

impl Frame {
    /// Whether the frame belongs to code that the user wrote: not to the standard library, to a C library, to the async runtime
    /// or to a crate from a registry.
    pub fn is_user_code(&self) -> bool {
        if let Some(file) = &self.file {
            let file = file.to_string_lossy().replace('\\', "/");
            if NOT_USER_FOLDERS.iter().any(|folder| file.contains(folder)) {
                return false;
            }
        }
        let path = self.function.trim_start_matches(['<', '&', '*']).trim_start_matches("dyn ").trim_start_matches("mut ");
        let Some((first, rest)) = path.split_once("::") else {
            // C functions have no path; `main` does not count either.
            return false;
        };
        let own = first == "async_lint_runtime" && OWN_MACHINERY.iter().any(|module| rest.starts_with(module));
        !own && !NOT_USER_CRATES.contains(&first)
    }
}

impl fmt::Display for Frame {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.function)?;
        match (&self.file, self.line) {
            (Some(file), Some(line)) => write!(formatter, " at {}:{line}", file.display()),
            (Some(file), None) => write!(formatter, " at {}", file.display()),
            (None, _) => Ok(()),
        }
    }
}

/// Folders of sources that are not the user's: the standard library as shipped, and what cargo downloads or vendors.
const NOT_USER_FOLDERS: &[&str] =
    &["/rustc/", "/rust/deps/", "/library/std/src/", "/library/core/src/", "/registry/src/", "/git/checkouts/", "/vendor/"];

/// Crates whose frames are not user code, for builds without debug information.
const NOT_USER_CRATES: &[&str] = &[
    "std",
    "core",
    "alloc",
    "tokio",
    "tokio_util",
    "futures",
    "futures_core",
    "futures_util",
    "hyper",
    "hyper_util",
    "axum",
    "axum_core",
    "tower",
    "tower_service",
    "tracing",
    "backtrace",
    "rusqlite",
    "r2d2",
    "diesel",
    "postgres",
    "redis",
    "ureq",
    "reqwest",
    "rayon",
    "rayon_core",
    "parking_lot",
    "parking_lot_core",
    "crossbeam_channel",
    "bcrypt",
    "async_channel",
    "async_lock",
    "event_listener",
    "tempfile",
    "dotenvy",
    "tungstenite",
    "rustix",
    "image",
    "lettre",
    "sysinfo",
    "argon2",
    "flate2",
    "miniz_oxide",
    "tar",
    "zip",
    "serde_json",
    "async_trait",
    "futures_executor",
    "actix_web",
    "actix_rt",
];

/// The parts of this crate that wrap a user's future or closure.
const OWN_MACHINERY: &[&str] = &["watch::Watch<", "watch::poll", "offload::Offload", "stack::capture", "monitor::probe"];

/// A stack with names, innermost frame first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stack {
    /// The frames, innermost first.
    pub frames: Vec<Frame>,
}

impl Stack {
    /// The innermost frame in the user's own code: the line with the blocking call.
    pub fn user_frame(&self) -> Option<&Frame> {
        self.frames.iter().find(|frame| frame.is_user_code())
    }

    /// The blocking API that the user's code called, if a lint covers it. The search goes inwards from the user's frame, so that `std::fs::read`
    /// wins over the system call inside it.
    pub fn known_api(&self) -> Option<&'static KnownApi> {
        let user = self.frames.iter().position(Frame::is_user_code).unwrap_or(self.frames.len());
        self.frames[..user].iter().rev().find_map(|frame| known::find(&frame.function))
    }

    /// Whether the thread was waiting for work inside the async runtime instead of running a task.
    pub fn is_parked(&self) -> bool {
        for frame in &self.frames {
            let function = &frame.function;
            if function.contains("tokio::runtime::task::") || function.contains("tokio::task::coop::") {
                return false;
            }
            if function.contains("tokio::runtime::") && function.contains("park") {
                return true;
            }
        }
        false
    }

    /// The user's frame and the known API in one line: `src/main.rs:12 in app::handler, inside std::thread::sleep
    /// (blocking-sleep)`.
    pub fn summary(&self) -> String {
        let place = match self.user_frame() {
            Some(Frame { function, file: Some(file), line: Some(line), .. }) => format!("{}:{line} in {function}", file.display()),
            Some(frame) => frame.function.clone(),
            None => "no user code on the stack".to_owned(),
        };
        match self.known_api() {
            Some(api) => format!("{place}, inside {} ({})", api.path, api.lint),
            None => place,
        }
    }
}

impl fmt::Display for Stack {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, frame) in self.frames.iter().enumerate() {
            writeln!(formatter, "{index:>4}: {frame}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
