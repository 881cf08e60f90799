//! The imports whose last use in a file was removed by fixes, found by comparing its text before and after.

use super::super::code::texts::Texts;
use super::super::code::tokens::AsModule;
use super::io_traits::IoTrait;
use super::{OtherUses, as_use, is_needed_here, may_name, others, removal};
use crate::facts::{FileFacts, ItemId, Name, Path, ScopeId, ScopeKind, Span, UseDecl, UseKind};
use crate::syntax::{Bodies, MacroTable, lower};
use rustc_hash::FxHashMap;

/// The edits that remove the imports which `before` uses and `after`, the same file after fixes, does not; sorted. None if `after` does not
/// parse, or for names that other files may use (`elsewhere`).
#[must_use]
pub fn superfluous_imports(before: &str, after: &str, elsewhere: &dyn Fn(&str) -> bool) -> Vec<(Span, String)> {
    // Lower bodies too: without them test modules, which may use an import, would be missing.
    let (old, new) = (lower(before, Bodies::Lower, &MacroTable::default()), lower(after, Bodies::Lower, &MacroTable::default()));
    if !new.errors.is_empty() {
        return Vec::new();
    }
    let texts = Texts::default();
    let (before, after) = ((&texts, before), (&texts, after));
    let old_imports = imports(&old.facts);
    let mut edits: Vec<(Span, String)> = Vec::new();
    for (import, leaves) in imports(&new.facts) {
        // Imports that occur twice in one module exclude each other by `cfg`; fixes remove none of them.
        let Some(was) = old_imports.get(&import).filter(|was| was.len() == leaves.len()) else { continue };
        for (&was, &id) in was.iter().zip(&leaves) {
            if is_needed_here(&old.facts, before, was)
                && others(&new.facts, after, id, AsModule::No, &[], elsewhere) == OtherUses::None
                && let Some(edit) = removal(&new.facts, after, id)
                // Removing two leaves of one `use` at once would overlap; the next call removes the second.
                && edits.iter().all(|(span, _)| span.end <= edit.0.start || edit.0.end <= span.start)
            {
                edits.push(edit);
            }
        }
    }
    edits.sort_by_key(|(span, _)| *span);
    edits
}

/// An import: its module (with the enclosing blocks), its path and its name.
type Import = (Vec<Name>, Vec<Name>, Name);

/// The named imports of a file; equal ones in source order.
fn imports(facts: &FileFacts) -> FxHashMap<Import, Vec<ItemId>> {
    let mut found: FxHashMap<Import, Vec<ItemId>> = FxHashMap::default();
    for (id, item) in facts.items.iter_enumerated() {
        if let Some(UseDecl { path, kind: UseKind::Named { .. }, .. }) = as_use(item) {
            found.entry((module(facts, item.scope), names(path), item.name)).or_default().push(id);
        }
    }
    found
}

/// The names of the modules around a scope, outermost first; a block is `{}`.
fn module(facts: &FileFacts, scope: ScopeId) -> Vec<Name> {
    let mut names = Vec::new();
    let mut at = Some(scope);
    while let Some(scope) = at {
        match facts.scopes[scope].kind {
            ScopeKind::File => {}
            ScopeKind::Module(item) => names.push(facts.items[item].name),
            ScopeKind::Block(_) => names.push(Name::new("{}")),
        }
        at = facts.scopes[scope].parent;
    }
    names.reverse();
    names
}

fn names(path: &Path) -> Vec<Name> {
    let anchor = Name::new(&format!("{:?}", path.anchor));
    std::iter::once(anchor).chain(path.segments.iter().map(|segment| segment.name)).collect()
}

/// Whether the text of a file may use `name` through an import of an ancestor module's file.
#[must_use]
pub fn names_through_parent(text: &str, name: &str) -> bool {
    // Most files need not be parsed: they refer to no other module, or do not contain the name.
    let goes_elsewhere = ["super", "crate", "self"].iter().any(|word| text.contains(word));
    let may_say = text.contains(name) || (text.contains('*') && IoTrait::called(name).is_some());
    if !goes_elsewhere || !may_say {
        return false;
    }
    let lowered = lower(text, Bodies::Lower, &MacroTable::default());
    !lowered.errors.is_empty() || may_name(&lowered.facts, &Texts::default(), text, name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(before: &str, after: &str) -> String {
        let mut text = after.to_owned();
        for (span, with) in superfluous_imports(before, after, &|_| false).into_iter().rev() {
            text.replace_range(span.range(), &with);
        }
        text
    }

    fn after_dropping(imports: &str, used: &str, left: &str) -> String {
        let before = format!("{imports}\nfn f() {{ {used}; {left} }}\n");
        let after = format!("{imports}\nfn f() {{ {left} }}\n");
        tidied(&before, &after).split("fn f()").next().expect("there is a first part").trim_end().to_owned()
    }

    #[test]
    fn an_import_goes_only_with_its_own_last_use() {
        let outer = "use std::fs;\n";
        let tests = "#[cfg(test)] mod tests { use super::f; use std::fs; fn t() { f(); helper!(fs); } }\n";
        let (before, after) = ("fn f() { fs::read(); }\n", "fn f() { tokio::fs::read(); }\n");
        assert_eq!(tidied(&format!("{outer}{before}{tests}"), &format!("{outer}{after}{tests}")), format!("{after}{tests}"));
        let unused = "mod tests { use std::fs; }\n";
        assert_eq!(tidied(&format!("{outer}{before}{unused}"), &format!("{outer}{after}{unused}")), format!("{after}{unused}"));
        let reached = "#[cfg(test)] mod tests { use std::{fs, path::Path}; fn t() -> Path { loop {} } }\n";
        assert_eq!(tidied(&format!("{outer}{before}{reached}"), &format!("{outer}{after}{reached}")), format!("{after}{reached}"));
    }

    #[test]
    fn leaves_go_precisely() {
        assert_eq!(after_dropping("use std::fs;", "fs::read()", ""), "");
        assert_eq!(after_dropping("use std::{fs, io};", "fs::read()", "io::x();"), "use std::io;");
        assert_eq!(after_dropping("use std::{io, fs};", "fs::read()", "io::x();"), "use std::io;");
        assert_eq!(after_dropping("use std::{env, fs, io};", "fs::read()", "io::x(); env::y();"), "use std::{env, io};");
        assert_eq!(after_dropping("use std::{env, io, fs};", "fs::read()", "io::x(); env::y();"), "use std::{env, io};");
        assert_eq!(after_dropping("use std::process::{self, Command};", "Command::new()", "process::x();"), "use std::process::{self};");
        assert_eq!(after_dropping("use std::{fs::{self, File}, io};", "fs::read()", "io::x(); File::y();"), "use std::{fs::File, io};");
        assert_eq!(after_dropping("use std::{fs::{read}, io};", "read()", "io::x();"), "use std::io;");
        assert_eq!(after_dropping("use std::fs as files;", "files::read()", ""), "");
    }

    #[test]
    fn traits_go_with_their_last_call() {
        assert_eq!(after_dropping("use std::io::Write;", "f.write_all(b)", "f.write_all(b).await"), "");
        assert_eq!(after_dropping("use std::io::{self, Read};", "f.read(b)", "io::x();"), "use std::io::{self};");
        for left in ["f.flush()", "writeln!(f)", "Write::flush(f)"] {
            assert_eq!(after_dropping("use std::io::Write;", "f.write_all(b)", left), "use std::io::Write;");
        }
        let inner = "use std::io::Write;\nmod tests { use super::*; fn t() { f.flush(); } }";
        assert_eq!(after_dropping(inner, "f.write_all(b)", ""), inner);
    }

    #[test]
    fn what_may_be_needed_stays() {
        for imports in ["pub use std::fs;", "#[cfg(unix)] use std::fs;", "use std::{fs, /* why */ io};", "use std::fs;\nuse fs::File;"] {
            assert_eq!(after_dropping(imports, "fs::read()", ""), imports);
        }
        assert_eq!(after_dropping("use std::fs;", "fs::read()", "fs::write();"), "use std::fs;");
        let inner = "mod tests { use super::*; fn t() { fs::x(); } }";
        assert_eq!(after_dropping(&format!("use std::fs;\n{inner}"), "fs::read()", ""), format!("use std::fs;\n{inner}"));
        assert_eq!(after_dropping("use std::fs;", "", ""), "use std::fs;", "it was unused before");
    }
}
