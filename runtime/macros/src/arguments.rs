//! The arguments of the attribute. Parses the guard's own two, and passes all others to tokio.

use proc_macro::{TokenStream, TokenTree};

/// The arguments in the parentheses.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    /// How many blocking calls are tolerated.
    pub(crate) at_most: u64,
    /// Calls that take at most this long do not count.
    pub(crate) longer_than_nanos: u64,
    /// The arguments for `#[tokio::test]`.
    pub(crate) of_tokio: TokenStream,
}

impl Arguments {
    /// Splits at commas, parses the guard's own arguments, and keeps the rest unchanged.
    pub(crate) fn parse(tokens: TokenStream) -> Result<Self, String> {
        let mut arguments = Self::default();
        let mut one: Vec<TokenTree> = Vec::new();
        for token in tokens {
            let is_comma = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',');
            one.push(token);
            if is_comma {
                arguments.add(std::mem::take(&mut one))?;
            }
        }
        arguments.add(one)?;
        Ok(arguments)
    }

    fn add(&mut self, one: Vec<TokenTree>) -> Result<(), String> {
        let name = one.first().map(ToString::to_string).unwrap_or_default();
        let value = one.get(2).map(ToString::to_string).unwrap_or_default();
        match name.as_str() {
            "at_most" => {
                self.at_most = value.replace('_', "").parse().map_err(|_| "`at_most` takes a number, as in `at_most = 2`".to_owned())?;
            }
            "longer_than" => self.longer_than_nanos = nanos(&value)?,
            _ => self.of_tokio.extend(one),
        }
        Ok(())
    }
}

/// `1ms`, `250us`, `2s`; in quotes too.
fn nanos(text: &str) -> Result<u64, String> {
    let text = text.trim_matches('"').replace('_', "");
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let factor = match unit.trim() {
        "ns" => Some(1),
        "us" => Some(1_000),
        "ms" => Some(1_000_000),
        "s" => Some(1_000_000_000),
        _ => None,
    };
    let nanos = number.parse::<u64>().ok().zip(factor).and_then(|(number, factor)| number.checked_mul(factor));
    nanos.ok_or_else(|| "`longer_than` takes a duration, as in `longer_than = 1ms`".to_owned())
}

#[cfg(test)]
mod tests {
    use super::nanos;

    #[test]
    fn durations_have_a_unit() {
        assert_eq!(nanos("1ms"), Ok(1_000_000));
        assert_eq!(nanos("\"250us\""), Ok(250_000));
        assert_eq!(nanos("2s"), Ok(2_000_000_000));
        for wrong in ["1", "ms", "1 hour", "99999999999999999999s", ""] {
            assert!(nanos(wrong).is_err(), "{wrong}");
        }
    }
}
