use super::super::edits::{EditConflict, apply};
use super::edit;
use crate::diagnostics::Edit;
use proptest::prelude::*;

fn applied(text: &str, edits: &[Edit]) -> Result<String, EditConflict> {
    apply(text, &edits.iter().collect::<Vec<_>>()).map(|edited| edited.text)
}

#[test]
fn edits_come_in_any_order_and_equal_ones_count_once() {
    let edits = [edit("a", 4, 7, "two"), edit("a", 0, 1, "one"), edit("a", 4, 7, "two"), edit("a", 7, 7, "!")];
    assert_eq!(applied("1 = abc;", &edits).as_deref(), Ok("one = two!;"));
    assert_eq!(applied("same", &[]).as_deref(), Ok("same"));
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    for (edits, conflict) in [
        (vec![edit("a", 3, 2, "")], EditConflict::Reversed),
        (vec![edit("a", 0, 99, "")], EditConflict::OutOfRange),
        (vec![edit("a", u32::MAX as usize, u32::MAX as usize, "")], EditConflict::OutOfRange),
        (vec![edit("a", 0, 2, "")], EditConflict::InsideCharacter),
        (vec![edit("a", 0, 3, "x"), edit("a", 1, 4, "y")], EditConflict::Overlapping),
        (vec![edit("a", 3, 3, "x"), edit("a", 3, 3, "y")], EditConflict::Overlapping),
        (vec![edit("a", 1, 4, "x"), edit("a", 1, 4, "y")], EditConflict::Overlapping),
        (vec![edit("a", 1, 7, "x"), edit("a", 3, 3, "y")], EditConflict::Overlapping),
    ] {
        assert_eq!(applied("aäbcdef", &edits), Err(conflict), "{edits:?}");
    }
}

#[test]
fn line_endings_are_those_of_the_file() {
    let line = [edit("a", 0, 0, "x\ny\r\nz\n")];
    assert_eq!(applied("a\r\nb\r\n", &line).as_deref(), Ok("x\r\ny\r\nz\r\na\r\nb\r\n"));
    assert_eq!(applied("a\nb\r\n", &line).as_deref(), Ok("x\ny\r\nz\na\nb\r\n"), "a mixed file may hold any of them on purpose");
    assert_eq!(applied("a", &line).as_deref(), Ok("x\ny\r\nz\na"));
    assert_eq!(applied("\u{feff}a", &[edit("a", 3, 4, "b")]).as_deref(), Ok("\u{feff}b"), "the mark at the start stays");
}

#[test]
fn places_move_with_the_text() {
    let edits = [edit("a", 2, 4, "abc"), edit("a", 6, 6, "XY")];
    let edited = apply("0123456789", &edits.iter().collect::<Vec<_>>()).expect("they fit");
    assert_eq!(edited.text, "01abc45XY6789");
    let place = |at| {
        let places = edited.moved.places(at);
        (*places.start(), *places.end())
    };
    assert_eq!((place(0), place(1)), ((0, 0), (1, 1)));
    assert_eq!((place(2), place(3)), ((2, 5), (2, 5)), "replaced text may be anywhere in what replaced it");
    assert_eq!((place(4), place(5)), ((5, 5), (6, 6)));
    assert_eq!(place(6), (7, 9), "text behind an insertion, or the insertion");
    assert_eq!((place(7), place(9)), ((10, 10), (12, 12)));
}

/// Difficult pieces of text.
fn pieces() -> impl Strategy<Value = Vec<&'static str>> {
    let piece =
        prop::sample::select(vec!["\u{feff}", "fn", " ", "\r\n", "\n", "// größe\n", "日本", "\u{301}", "x", "/* 🦀 */", "\"\\\n\"", "\0"]);
    prop::collection::vec(piece, 0..24)
}

/// Arbitrary edits, valid or not.
fn wild() -> impl Strategy<Value = Vec<(usize, usize, &'static str)>> {
    prop::collection::vec((0..80usize, 0..80usize, prop::sample::select(vec!["", "é", "\n", "tokio::", ".await"])), 0..6)
}

proptest! {
    /// For any edits: no panic, and text that is not replaced stays complete and in order.
    #[test]
    fn bytes_outside_of_edits_survive(pieces in pieces(), wild in wild()) {
        let text = pieces.concat();
        let edits: Vec<Edit> = wild.iter().map(|&(start, end, text)| edit("a", start, end, text)).collect();
        let refs: Vec<&Edit> = edits.iter().collect();
        let Ok(edited) = apply(&text, &refs) else { return Ok(()) };
        let mut old = 0;
        let mut sorted = refs.clone();
        sorted.sort_by_key(|edit| (edit.start.offset, edit.end.offset));
        for edit in sorted {
            let (start, end) = (edit.start.offset as usize, edit.end.offset as usize);
            prop_assert!(text.get(start..end).is_some());
            for (at, c) in text.get(old..start).unwrap_or("").char_indices() {
                let places = edited.moved.places(u32::try_from(old + at).expect("small"));
                let now = &edited.text[*places.end() as usize..];
                prop_assert!(now.starts_with(c), "{:?} of {:?} is not at {:?} of {:?}", c, text, places, edited.text);
            }
            old = old.max(end);
        }
        let rest = &text[old..];
        prop_assert!(edited.text.ends_with(rest));
    }
}
