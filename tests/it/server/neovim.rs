//! A real Neovim, with the configuration of its page in the book: it shows the findings, applies one fix, then all of them.

use crate::{skip, support};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The script for Neovim: it writes its results to `$OUT`.
const DRIVER: &str = r"
local function wait(what, condition)
  if not vim.wait(60000, condition, 20) then
    io.stderr:write('waited in vain for ' .. what .. '\n')
    vim.cmd('cquit')
  end
end
local function count() return #vim.diagnostic.get(0) end
local function text() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n') end
local seen = {}
wait('diagnostics', function() return count() > 0 end)
for _, one in ipairs(vim.diagnostic.get(0)) do
  table.insert(seen, { line = one.lnum + 1, column = one.col + 1, message = one.message, source = one.source })
end
local before, lines = count(), text()
-- Takes the first that fits of what is offered.
local wanted
vim.ui.select = function(items, _, choose)
  for _, item in ipairs(items) do
    local action = item.action or item[2]
    if wanted(action) then return choose(item) end
  end
  io.stderr:write('nothing fits: ' .. vim.inspect(items) .. '\n')
  vim.cmd('cquit')
end
local function act(only)
  if vim.fn.has('nvim-0.8') == 1 then
    vim.lsp.buf.code_action({ context = { only = only, diagnostics = {} } })
  else
    vim.lsp.buf.code_action({ only = only, diagnostics = {} })
  end
end
wanted = function(action) return action.isPreferred == true end
vim.api.nvim_win_set_cursor(0, { tonumber(vim.env.FIX_LINE), tonumber(vim.env.FIX_COLUMN) })
act({ 'quickfix' })
wait('the fix', function() return text() ~= lines end)
wait('fewer diagnostics', function() return count() < before and count() > 0 end)
vim.cmd('undo')
wait('the old diagnostics', function() return text() == lines and count() == before end)
wanted = function() return true end
act({ 'source.fixAll' })
wait('all fixes', function() return text() ~= lines end)
vim.cmd('silent! wall')
local out = io.open(vim.env.OUT, 'w')
out:write(vim.fn.json_encode(seen))
out:close()
vim.cmd('qall!')
";

/// The one block of code on the page.
fn configuration() -> String {
    let page = std::fs::read_to_string(support::root().join("docs/src/editors/neovim.md")).expect("there is a page");
    let block = page.split("```lua\n").nth(1).and_then(|rest| rest.split("```").next()).expect("it has a block");
    block.to_owned()
}

fn texts(folder: &Path) -> BTreeMap<PathBuf, String> {
    let files = [support::files(folder, ".rs"), support::files(folder, ".toml")].concat();
    files
        .into_iter()
        .map(|file| (file.strip_prefix(folder).expect("it is inside").to_owned(), std::fs::read_to_string(&file).expect("UTF-8")))
        .collect()
}

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_async-lint"));
    command.current_dir(folder).env("CARGO_HOME", folder.join("no-cargo-home")).arg("--no-cache");
    command
}

#[test]
fn neovim_shows_findings_and_makes_fixes() {
    if !support::is_installed("nvim") {
        return skip::skip("the language server in Neovim", "nvim is not installed");
    }
    let folder = support::folder();
    let root = folder.path().canonicalize().expect("it is there");
    let (edited, fixed) = (root.join("edited"), root.join("fixed"));
    for copy in [&edited, &fixed] {
        support::copy(&support::root().join("examples/axum-service"), copy);
    }
    let report = program(&fixed).args(["check", "--format", "json", "--exit-zero", "src/main.rs"]).output().expect("it runs");
    let report: Value = serde_json::from_slice(&report.stdout).expect("it is JSON");
    let findings = report["findings"].as_array().expect("a list");
    let safe =
        |finding: &&Value| finding["fixes"][0]["applicability"] == "safe" && finding["fixes"][0]["edits"] != Value::Array(Vec::new());
    let to_fix = findings.iter().find(safe).expect("one can be fixed");
    let place = |finding: &Value| (finding["start"]["line"].as_u64(), finding["start"]["column"].as_u64());
    let expected: Vec<_> = findings.iter().map(place).collect();

    let bin = root.join("bin");
    std::fs::create_dir(&bin).expect("a folder can be made");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_async-lint"), bin.join("async-lint")).expect("a link can be made");
    support::write(&root, &[("init.lua", &configuration()), ("driver.lua", DRIVER)]);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(bin).chain(std::env::split_paths(&path))).expect("paths have no colons");
    let (line, column) = place(to_fix);
    let out = Command::new("nvim")
        .args(["--headless", "--cmd", "filetype on", "-u"])
        .arg(root.join("init.lua"))
        .args(["-c", &format!("luafile {}", root.join("driver.lua").display()), "src/main.rs"])
        .current_dir(&edited)
        .env("PATH", path)
        .env("HOME", &root)
        .env("CARGO_HOME", edited.join("no-cargo-home"))
        .env("ASYNC_LINT_CACHE_DIR", root.join("cache"))
        .env("OUT", root.join("seen.json"))
        .env("FIX_LINE", line.unwrap_or(1).to_string())
        .env("FIX_COLUMN", column.map_or(0, |column| column - 1).to_string())
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{said}");
    let seen = std::fs::read(root.join("seen.json")).unwrap_or_else(|error| panic!("{error}: {said}"));
    let seen: Vec<Value> = serde_json::from_slice(&seen).expect("it is JSON");
    let mut places: Vec<_> = seen.iter().map(|seen| (seen["line"].as_u64(), seen["column"].as_u64())).collect();
    places.sort_unstable();
    assert_eq!(places, expected);
    assert!(seen.iter().all(|seen| seen["source"] == "async-lint"), "{seen:?}");

    let done =
        program(&fixed).args(["check", "--fix", "--no-format", "--allow-no-vcs", "--exit-zero", "src/main.rs"]).output().expect("it runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    std::fs::remove_dir_all(edited.join("no-cargo-home")).ok();
    assert_eq!(texts(&edited), texts(&fixed), "what Neovim has written is what `--fix` writes");
    assert_ne!(texts(&edited), texts(&support::root().join("examples/axum-service")));
}
