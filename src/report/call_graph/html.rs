//! The graph as one self-contained page: an overview, the call paths of each file to unfold, and a search.

use super::svg::{STYLE, escaped, picture};
use super::{CallGraph, READABLE, Role};
use std::fmt::Write as _;

const PAGE_STYLE: &str = "\
body { margin: 2rem auto; max-width: 80rem; padding: 0 1rem; font: 15px system-ui, sans-serif; color: #1f2328; background: #ffffff }
.scroll { overflow: auto; border: 1px solid #8c959f55; border-radius: 6px }
input { font: inherit; padding: 0.4rem 0.6rem; width: 24rem; max-width: 100% }
details { margin: 0.6rem 0 } summary { cursor: pointer; padding: 0.2rem 0 }
li { margin: 0.2rem 0; font-family: ui-monospace, monospace; font-size: 12px; overflow-wrap: anywhere }
.root, .through { cursor: pointer }
.zoom { display: flex; gap: 0.4rem; margin: 0.4rem 0 } .zoom button { font: inherit; padding: 0.1rem 0.6rem; cursor: pointer }
.place { color: #59636e }
@media (prefers-color-scheme: dark) { body { color: #e6edf3; background: #0d1117 } .place { color: #9198a1 } }
";

const SCRIPT: &str = r"
const search = document.getElementById('search'), count = document.getElementById('count');
const sections = [...document.querySelectorAll('details')];
function apply() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = text => words.every(word => text.toLowerCase().includes(word));
  let found = 0;
  for (const svg of document.querySelectorAll('svg')) {
    const hit = new Set();
    for (const node of svg.querySelectorAll('g[data-node]')) {
      const fit = fits(node.textContent + ' ' + node.dataset.module);
      node.classList.toggle('dim', words.length > 0 && !fit);
      if (fit) hit.add(node.dataset.node);
    }
    for (const edge of svg.querySelectorAll('path'))
      edge.classList.toggle('dim', words.length > 0 && !hit.has(edge.dataset.from) && !hit.has(edge.dataset.to));
  }
  for (const section of sections) {
    const items = [...section.querySelectorAll('li')];
    let shown = 0;
    for (const item of items) { const fit = fits(item.textContent); item.hidden = !fit; shown += fit; }
    const fit = shown > 0 || fits(section.dataset.module);
    section.hidden = words.length > 0 && !fit;
    if (words.length > 0 && fit) section.open = true;
    found += shown;
  }
  count.textContent = words.length > 0 ? found + ' steps' : '';
}
search.addEventListener('input', apply);
for (const box of document.querySelectorAll('.scroll')) {
  const svg = box.querySelector('svg'), width = svg.width.baseVal.value, height = svg.height.baseVal.value;
  let scale = 1;
  const zoom = (to, x = box.clientWidth / 2, y = box.clientHeight / 2) => {
    const next = Math.min(4, Math.max(0.1, to)), left = (box.scrollLeft + x) / scale, top = (box.scrollTop + y) / scale;
    scale = next;
    svg.setAttribute('width', width * scale); svg.setAttribute('height', height * scale);
    box.scrollLeft = left * scale - x; box.scrollTop = top * scale - y;
  };
  const bar = document.createElement('div');
  bar.className = 'zoom';
  const steps = [['−', () => zoom(scale / 1.3)], ['+', () => zoom(scale * 1.3)], ['1:1', () => zoom(1)],
    ['fit', () => zoom(Math.min(1, box.clientWidth / width))]];
  for (const [label, act] of steps) {
    const button = document.createElement('button');
    button.type = 'button'; button.textContent = label; button.addEventListener('click', act); bar.append(button);
  }
  box.before(bar);
  box.addEventListener('wheel', event => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const edge = box.getBoundingClientRect();
    zoom(scale * (event.deltaY < 0 ? 1.15 : 1 / 1.15), event.clientX - edge.left, event.clientY - edge.top);
  }, { passive: false });
  let held = null;
  box.addEventListener('pointerdown', event => { if (event.button === 0) held = [event.clientX, event.clientY]; });
  box.addEventListener('pointermove', event => {
    if (!held || !event.buttons) { held = null; return; }
    box.scrollLeft -= event.clientX - held[0]; box.scrollTop -= event.clientY - held[1];
    held = [event.clientX, event.clientY];
  });
}
document.addEventListener('click', event => {
  const node = event.target.closest('g[data-module]');
  const section = node && sections.find(section => section.dataset.module === node.dataset.module);
  if (section) { section.hidden = false; section.open = true; section.scrollIntoView({ behavior: 'smooth' }); }
});
";

/// The whole page; the overview is by file if `collapsed`.
pub(super) fn page(calls: &CallGraph, collapsed: bool) -> String {
    let mut text = String::from("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n");
    text.push_str(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n",
    );
    text.push_str("<meta name=\"viewport\" content=\"width=device-width\">\n<title>Call paths from async code to blocking calls</title>\n");
    let _ = writeln!(text, "<style>\n{PAGE_STYLE}{STYLE}</style>");
    let count = |role| calls.nodes.iter().filter(|node| node.role == role).count();
    let _ = writeln!(
        text,
        "<h1>Call paths from async code to blocking calls</h1>\n<p>{} async contexts lead through {} fns to {} blocking APIs. A dashed call may reach one, through a trait object or a generic parameter.</p>",
        count(Role::Root),
        count(Role::Through),
        count(Role::Api)
    );
    if !calls.folder.is_empty() {
        let _ = writeln!(text, "<p>The files are those in <code>{}</code>.</p>", escaped(&calls.folder));
    }
    text.push_str("<p><input id=\"search\" type=\"search\" placeholder=\"search fns, files and APIs\" aria-label=\"search\"> <span id=\"count\"></span></p>\n");
    let overview = if collapsed { calls.by_module() } else { calls.clone() };
    let _ = writeln!(text, "<div class=\"scroll\">\n{}</div>\n<h2>By file</h2>", picture(&overview, ""));
    let mut modules: Vec<&str> = calls.nodes.iter().map(|node| node.module.as_str()).filter(|module| !module.is_empty()).collect();
    modules.sort_unstable();
    modules.dedup();
    for module in modules {
        section(&mut text, calls, module);
    }
    let _ = writeln!(text, "<script>{SCRIPT}</script>\n</html>");
    text
}

/// The call paths through a file: as a picture if it is small enough to be read, and as a list of steps.
fn section(text: &mut String, calls: &CallGraph, module: &str) {
    let through = calls.through(module);
    let steps = through.edges.len();
    let name = escaped(module);
    let _ = writeln!(text, "<details data-module=\"{name}\"><summary>{name} ({steps} steps)</summary>");
    if through.nodes.len() <= 2 * READABLE {
        let _ = writeln!(text, "<div class=\"scroll\">\n{}</div>", picture(&through, ""));
    }
    text.push_str("<ul>\n");
    for (&(from, to), edge) in &through.edges {
        let (from, to) = (&through.nodes[from], &through.nodes[to]);
        if from.module != module && to.module != module {
            continue;
        }
        let times = if edge.findings > 1 { format!(", {} findings", edge.findings) } else { String::new() };
        let _ = writeln!(
            text,
            "<li>{} → {}{times} <span class=\"place\">{}</span></li>",
            escaped(&from.name),
            escaped(&to.name),
            escaped(&from.place())
        );
    }
    text.push_str("</ul>\n</details>\n");
}
