const groups = [...document.querySelectorAll('details.group')];
const texts = new Map();
const field = id => document.getElementById(id);
const textOf = group => {
  if (!texts.has(group)) texts.set(group, group.textContent.toLowerCase());
  return texts.get(group);
};
function apply() {
  const words = field('search').value.toLowerCase().split(/\s+/).filter(Boolean);
  const [lint, level, stalls] = ['lint', 'level', 'stalls'].map(id => field(id).value);
  let shown = 0, findings = 0;
  for (const group of groups) {
    const data = group.dataset;
    const fits = (!lint || data.lints.split(' ').includes(lint)) && (!level || data.level === level)
      && (!stalls || data.stalls === stalls) && words.every(word => textOf(group).includes(word));
    group.hidden = !fits;
    if (fits) { shown += 1; findings += Number(data.findings); }
  }
  field('count').textContent = `${shown} of ${groups.length} places, ${findings} findings`;
}
let waiting;
field('search').addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
for (const id of ['lint', 'level', 'stalls']) field(id).addEventListener('change', apply);
field('open').addEventListener('click', () => {
  const shown = groups.filter(group => !group.hidden);
  const open = !shown.some(group => group.open);
  for (const group of shown) group.open = open;
});
document.addEventListener('keydown', event => {
  if (event.key === '/' && document.activeElement !== field('search')) { event.preventDefault(); field('search').focus(); }
});
if (location.hash) { const group = field(location.hash.slice(1)); if (group) { group.open = true; group.scrollIntoView(); } }
apply();
