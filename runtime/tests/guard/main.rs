//! The guard over real calls: each family of waiting std APIs is caught with its line and lint, and harmless calls are not.

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod attribute;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod c_library;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod families;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod harmless;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod record;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod runtimes;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod streams;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod support;
