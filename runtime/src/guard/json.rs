//! An event as JSON. Knows the format; never knows what an event means.
//!
//! Written by hand: `serde_json` would become a dependency of every watched program. Its `PartialEq` impls for `u8` and `str` make types in
//! other code ambiguous, so that some test suites no longer compile.

use std::fmt::{self, Write as _};

use super::event::{Event, EventKind, StackFrame};

/// One object, without a newline.
pub(super) fn of_event(event: &Event) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = write_event(event, &mut text);
    text
}

fn write_event(event: &Event, text: &mut String) -> fmt::Result {
    write!(text, r#"{{"version":{},"event":"{}""#, event.version, word(event.event))?;
    field(text, "api", &event.api)?;
    field(text, "lint", &event.lint)?;
    field(text, "path", &event.path)?;
    write!(text, r#","line":{},"column":{}"#, event.line, event.column)?;
    field(text, "function", &event.function)?;
    field(text, "task", &event.task)?;
    field(text, "test", &event.test)?;
    write!(text, r#","times":{},"max_ns":{},"stack":["#, event.times, event.max_ns)?;
    for (index, frame) in event.stack.iter().enumerate() {
        text.push_str(if index == 0 { "" } else { "," });
        write_frame(frame, text)?;
    }
    text.push(']');
    if !event.note.is_empty() {
        field(text, "note", &event.note)?;
    }
    text.push('}');
    Ok(())
}

fn write_frame(frame: &StackFrame, text: &mut String) -> fmt::Result {
    text.push_str(r#"{"function":"#);
    string(text, &frame.function)?;
    field(text, "path", &frame.path)?;
    write!(text, r#","line":{},"user":{}}}"#, frame.line, frame.user)
}

fn word(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Blocking => "blocking",
        EventKind::Stall => "stall",
        EventKind::HookNotSet => "hook-not-set",
        EventKind::UnusedAllowance => "unused-allowance",
        EventKind::Dropped => "dropped",
        EventKind::Unsupported => "unsupported",
    }
}

fn field(text: &mut String, name: &str, value: &str) -> fmt::Result {
    write!(text, r#","{name}":"#)?;
    string(text, value)
}

fn string(text: &mut String, value: &str) -> fmt::Result {
    text.push('"');
    for char in value.chars() {
        match char {
            '"' | '\\' => text.extend(['\\', char]),
            '\n' => text.push_str("\\n"),
            ' '.. => text.push(char),
            _ => write!(text, "\\u{:04x}", u32::from(char))?,
        }
    }
    text.push('"');
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let hostile = "a \"b\"\\ \n\t\u{0} \u{7f} \u{2028} ü🦀";
        let frame = |user| StackFrame { function: hostile.to_owned(), path: "src/a.rs".to_owned(), line: 7, user };
        let event = Event {
            api: hostile.to_owned(),
            lint: "blocking-file".to_owned(),
            line: u32::MAX,
            max_ns: u64::MAX,
            note: hostile.to_owned(),
            stack: vec![frame(true), frame(false)],
            ..Event::of(EventKind::UnusedAllowance)
        };
        let text = of_event(&event);
        assert!(!text.contains('\n'), "{text}");
        let frame = |user: bool| json!({"function": hostile, "path": "src/a.rs", "line": 7, "user": user});
        let read: Value = serde_json::from_str(&text).expect("it is JSON");
        let expected = json!({
            "version": 1, "event": "unused-allowance", "api": hostile, "lint": "blocking-file", "path": "", "line": u32::MAX, "column": 0,
            "function": "", "task": "", "test": "", "times": 0, "max_ns": u64::MAX, "stack": [frame(true), frame(false)], "note": hostile
        });
        assert_eq!(read, expected);
    }

    #[test]
    fn what_there_is_nothing_to_say_about_is_left_out() {
        let read: Value = serde_json::from_str(&of_event(&Event::of(EventKind::Blocking))).expect("it is JSON");
        assert_eq!((&read["note"], &read["stack"]), (&Value::Null, &json!([])));
    }
}
