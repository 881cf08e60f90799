//! Suggests an existing name for one that does not exist.

/// The name in `names` that was most likely meant by `name`: the nearest in spelling, or else the first that contains it.
#[must_use]
pub(crate) fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody mistypes a name of megabytes, and the distance is quadratic.
    if name.len() > 100 {
        return None;
    }
    let name = name.trim().to_lowercase().replace('_', "-");
    let names: Vec<&str> = names.collect();
    let distance = |candidate: &&str| strsim::damerau_levenshtein(&name, candidate);
    let close = names.iter().copied().map(|candidate| (distance(&candidate), candidate)).min();
    let contains = || names.iter().copied().filter(|candidate| name.len() > 2 && candidate.contains(&name)).min();
    close.filter(|(distance, _)| *distance <= (name.len() / 3).min(3)).map(|(_, candidate)| candidate).or_else(contains)
}
