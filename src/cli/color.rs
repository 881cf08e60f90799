//! When to colour: `--color` decides, then the environment, then whether the stream is a terminal.

use std::ffi::OsStr;
use std::io::{self, BufWriter, Write};
use termcolor::{Ansi, NoColor, WriteColor};

/// `--color`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum When {
    /// On a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` colours elsewhere too
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What decides under [`When::Auto`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Surroundings {
    /// `NO_COLOR` is set to something.
    pub(super) no_color: bool,
    /// `CLICOLOR_FORCE` is set to something but `0`.
    pub(super) force: bool,
    /// `TERM` is `dumb`.
    pub(super) dumb: bool,
}

impl Surroundings {
    /// Reads the three variables with `var`.
    pub(super) fn read(var: impl Fn(&str) -> Option<std::ffi::OsString>) -> Self {
        let set = |name: &str| var(name).filter(|value| !value.is_empty());
        Self {
            no_color: set("NO_COLOR").is_some(),
            force: set("CLICOLOR_FORCE").is_some_and(|value| value != OsStr::new("0")),
            dumb: set("TERM").is_some_and(|value| value == OsStr::new("dumb")),
        }
    }
}

/// Where a stream goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// A terminal.
    Terminal,
    /// A pipe or file.
    Other,
}

/// What is written to a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Paint {
    /// Text with ANSI escapes.
    Ansi,
    /// Text.
    Plain,
}

/// The choice for one stream.
#[must_use]
pub(super) const fn choice(when: When, around: Surroundings, stream: Stream) -> Paint {
    match when {
        When::Always => Paint::Ansi,
        When::Never => Paint::Plain,
        When::Auto if around.no_color => Paint::Plain,
        When::Auto if around.force => Paint::Ansi,
        When::Auto if around.dumb => Paint::Plain,
        When::Auto => match stream {
            Stream::Terminal => Paint::Ansi,
            Stream::Other => Paint::Plain,
        },
    }
}

impl Paint {
    /// Lets `write` write to `out` through a buffer. A closed pipe (`| head`) is no error: the exit code depends on the findings, not on the
    /// reader.
    pub(crate) fn onto(self, out: &mut dyn Write, write: impl FnOnce(&mut dyn WriteColor) -> io::Result<()>) -> io::Result<()> {
        let out = BufWriter::new(out);
        let done = match self {
            Self::Ansi => {
                let mut out = Ansi::new(out);
                write(&mut out).and_then(|()| out.flush())
            }
            Self::Plain => {
                let mut out = NoColor::new(out);
                write(&mut out).and_then(|()| out.flush())
            }
        };
        match done {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            done => done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Surroundings = Surroundings { no_color: false, force: false, dumb: false };

    #[test]
    fn the_user_wins_then_no_color_then_force_then_the_terminal() {
        let loud = Surroundings { no_color: true, force: true, dumb: true };
        assert_eq!(choice(When::Always, loud, Stream::Other), Paint::Ansi);
        assert_eq!(choice(When::Never, PLAIN, Stream::Terminal), Paint::Plain);
        assert_eq!(choice(When::Auto, loud, Stream::Terminal), Paint::Plain);
        assert_eq!(choice(When::Auto, Surroundings { force: true, ..PLAIN }, Stream::Other), Paint::Ansi);
        assert_eq!(choice(When::Auto, PLAIN, Stream::Terminal), Paint::Ansi);
        assert_eq!(choice(When::Auto, PLAIN, Stream::Other), Paint::Plain);
        assert_eq!(choice(When::Auto, Surroundings { dumb: true, ..PLAIN }, Stream::Terminal), Paint::Plain);
    }

    #[test]
    fn an_empty_variable_is_unset() {
        assert_eq!(Surroundings::read(|_| Some("".into())), PLAIN);
        assert_eq!(Surroundings::read(|_| Some("0".into())), Surroundings { no_color: true, ..PLAIN });
    }
}
