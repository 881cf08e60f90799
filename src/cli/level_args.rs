//! `-D`, `-W` and `-A`: levels of lints in the order in which they were given. Three separate clap options would lose that order.

use crate::diagnostics::Level;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches};

/// Lints, groups or `all` with their levels, from the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LevelArgs {
    /// In the order in which they were given.
    pub levels: Vec<(String, Level)>,
}

/// Name, letter, level, help.
const OPTIONS: [(&str, char, Level, &str); 3] = [
    ("deny", 'D', Level::Deny, "Report these lints or groups as errors, whatever is configured"),
    ("warn", 'W', Level::Warn, "Report these lints or groups as warnings, whatever is configured"),
    ("allow", 'A', Level::Allow, "Do not report these lints or groups, whatever is configured"),
];

impl Args for LevelArgs {
    fn augment_args(command: Command) -> Command {
        let arg = |(name, letter, _, help)| {
            let arg = Arg::new(name).long(name).short(letter).help(help).value_name("LINT");
            arg.action(ArgAction::Append).value_delimiter(',')
        };
        command.args(OPTIONS.map(arg))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for LevelArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut found: Vec<(usize, String, Level)> = Vec::new();
        for (name, _, level, _) in OPTIONS {
            let (values, indices) = (matches.get_many::<String>(name), matches.indices_of(name));
            found.extend(indices.into_iter().flatten().zip(values.into_iter().flatten()).map(|(at, name)| (at, name.clone(), level)));
        }
        found.sort_by_key(|(at, ..)| *at);
        Ok(Self { levels: found.into_iter().map(|(_, name, level)| (name, level)).collect() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
