// The reviewer's page: words over the picture, marks over the words, keys for everything. The page
// works without this, slower: find words, areas by numbers, removal, undo and decisions are forms.

const $ = (id) => document.getElementById(id);
const rv = $('rv');
const { reference, number } = rv.dataset;
const editable = rv.dataset.editable === 'true';
const base = `/requests/${reference}`;
const csrf = document.body.dataset.csrf;
const SVG = 'http://www.w3.org/2000/svg';
const sheets = [...document.querySelectorAll('.rv-page')].map((figure) => ({
  figure,
  page: Number(figure.dataset.page),
  width: Number(figure.dataset.width),
  height: Number(figure.dataset.height),
  sheet: figure.querySelector('.rv-sheet'),
  img: figure.querySelector('img'),
}));
let marks = [];
let chosen = null;
let zoom = 1;
let preview = false;
let drawing = null;

document.documentElement.classList.add('rv-live');
$('rv-tools').hidden = false;

function say(words, bad = false) {
  $('rv-said').textContent = words;
  $('rv-said').classList.toggle('rv-bad', bad);
}

async function send(path, body) {
  const answer = await fetch(base + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRF-Token': csrf },
    body: JSON.stringify(body),
  });
  if (answer.redirected || answer.status === 401) { location.reload(); throw new Error('signed out'); }
  if (answer.status === 204) return null;
  const data = await answer.json();
  if (!answer.ok) { say(data.title ?? 'That did not work; load the page again.', true); throw new Error(data.title); }
  return data;
}

async function act(path, body) {
  try {
    const data = await send(path, { number: Number(number), ...body });
    take(data);
    say(data.said);
    return true;
  } catch (problem) {
    if (!$('rv-said').textContent) say(String(problem), true);
    return false;
  }
}

// ---- sizes -------------------------------------------------------------------------------------

function size() {
  const room = $('rv-pages').clientWidth - 28;
  for (const s of sheets) {
    s.scale = Math.max(0.2, Math.min(1.6, room / s.width)) * zoom;
    s.sheet.style.width = `${s.width * s.scale}px`;
    s.sheet.style.height = `${s.height * s.scale}px`;
    if (s.words) lay(s);
  }
}

// ---- words over the picture --------------------------------------------------------------------

const measure = document.createElement('canvas').getContext('2d');

function lay(s) {
  if (!s.box) {
    s.box = document.createElement('div');
    s.box.className = 'rv-words';
    s.sheet.append(s.box);
    s.layer = document.createElementNS(SVG, 'svg');
    s.layer.setAttribute('class', 'rv-layer');
    s.layer.setAttribute('viewBox', `0 0 ${s.width} ${s.height}`);
    s.layer.setAttribute('aria-hidden', 'true');
    s.sheet.append(s.layer);
  }
  s.box.replaceChildren(...s.words.map(([text, x, y, w, h, line], i) => {
    const span = document.createElement('span');
    span.textContent = s.words[i + 1]?.[5] === line ? `${text} ` : `${text}\n`;
    span.dataset.i = i;
    const px = h * s.scale;
    measure.font = `${px}px sans-serif`;
    const natural = measure.measureText(text).width || 1;
    span.style.left = `${x * s.scale}px`;
    span.style.top = `${y * s.scale}px`;
    span.style.fontSize = `${px}px`;
    span.style.fontFamily = 'sans-serif';
    span.style.transform = `scaleX(${(w * s.scale) / natural})`;
    return span;
  }));
  for (const { className, dataset: d } of document.querySelectorAll(`#rv-tags [data-page="${s.page}"]`)) {
    for (let i = +d.first; i <= +d.last; i += 1) s.box.children[i]?.classList.add(...className.split(' '));
  }
}

const seen = new Set();
let unseen = [];
let telling = 0;

const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const s = sheets.find((one) => one.figure === entry.target);
    if (!entry.isIntersecting) continue;
    if (!s.asked) {
      s.asked = true;
      fetch(`${base}/review/${number}/words/${s.page}`, { headers: { Accept: 'application/json' } })
        .then((answer) => (answer.ok ? answer.json() : []))
        .then((words) => { s.words = words; lay(s); draw(); });
    }
    if (entry.intersectionRatio > 0.3) {
      $('rv-place').textContent = `Page ${s.page} of ${sheets.length}`;
      sessionStorage.setItem(`rv ${reference} ${number}`, s.page);
    }
    if (editable && !seen.has(s.page)) { seen.add(s.page); unseen.push(s.page); }
  }
  clearTimeout(telling);
  telling = setTimeout(() => {
    if (unseen.length) send(`/review/${number}/seen`, { pages: unseen.splice(0, 50) }).catch(() => {});
  }, 800);
}, { rootMargin: '400px 0px', threshold: [0, 0.35] });

// ---- marks -------------------------------------------------------------------------------------

function take(data) {
  marks = data.marks;
  if (chosen && !marks.some((m) => m.id === chosen)) chosen = null;
  for (const [id, words] of [['rv-undo', data.undo], ['rv-redo', data.redo]]) {
    const form = $(id);
    if (!form) continue;
    form.querySelector('button').disabled = !words;
    form.querySelector('.rv-what').textContent = words ? `: ${words}` : '';
  }
  draw();
  list();
  if (preview) show();
}

function shape(kind, attributes, parent) {
  const element = document.createElementNS(SVG, kind);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  parent.append(element);
  return element;
}

function draw() {
  for (const s of sheets) {
    if (!s.layer) continue;
    s.layer.replaceChildren();
    for (const m of marks.filter((one) => one.page === s.page)) {
      const g = shape('g', { class: m.id === chosen ? 'rv-chosen' : '' }, s.layer);
      for (const [x, y, width, height] of m.boxes) shape('rect', { x, y, width, height }, g);
      const [x, y, , h] = m.boxes[0] ?? [0, 0, 0, 0];
      const t = shape('text', { x: x + 2, y: y + h - Math.max(2, h * 0.22), 'font-size': Math.min(10, Math.max(5, h * 0.75)) }, g);
      t.textContent = m.label;
      g.addEventListener('pointerdown', (event) => { event.preventDefault(); choose(m.id, false); if (editable) drag(event, s, m, 'move'); });
      if (m.id === chosen && editable && m.boxes.length === 1) {
        const [bx, by, bw, bh] = m.boxes[0];
        const handle = shape('rect', { class: 'rv-handle', x: bx + bw - 4, y: by + bh - 4, width: 8, height: 8 }, g);
        handle.addEventListener('pointerdown', (event) => { event.stopPropagation(); event.preventDefault(); drag(event, s, m, 'size'); });
      }
    }
    if (drawing?.s === s) cross(s);
  }
}

function list() {
  $('rv-count').textContent = marks.length;
  $('rv-none').hidden = marks.length > 0;
  $('rv-marks').replaceChildren(...marks.map((m) => {
    const item = document.createElement('li');
    item.dataset.id = m.id;
    item.classList.toggle('rv-chosen', m.id === chosen);
    const jump = document.createElement('a');
    jump.href = `#p${m.page}`;
    jump.textContent = `p${m.page}`;
    jump.addEventListener('click', (event) => { event.preventDefault(); choose(m.id); });
    const label = document.createElement('strong');
    label.textContent = m.label;
    const by = document.createElement('span');
    by.className = 'govuk-hint rv-by';
    by.textContent = `${m.by}, ${m.at}`;
    item.append(jump, ' ', label, ` ${m.ground_name}${m.reason ? `: ${m.reason}` : ''} `, by);
    if (editable) {
      item.append(button('Change', () => change(m)), ' ', button('Remove', () => remove(m)));
    }
    return item;
  }));
}

function button(words, does) {
  const b = document.createElement('button');
  b.type = 'button';
  b.className = 'rv-link';
  b.textContent = words;
  b.addEventListener('click', does);
  return b;
}

const because = () => ({ ground: $('ground').value, reason: $('reason').value });
const remove = (m) => act(`/marks/${m.id}/removal`, { version: m.version });
const change = (m) => act(`/marks/${m.id}`, { version: m.version, ...because() });
const place = (m, boxes) => act(`/marks/${m.id}`, {
  version: m.version,
  areas: boxes.map(([x, y, w, h]) => ({ page: m.page, left: x, top: y, right: x + w, bottom: y + h })),
});

function choose(id, scroll = true) {
  chosen = id;
  const m = marks.find((one) => one.id === id);
  draw();
  for (const item of $('rv-marks').children) item.classList.toggle('rv-chosen', item.dataset.id === id);
  if (!m) return;
  say(`Mark on page ${m.page}: ${m.ground_name}${m.reason ? `, ${m.reason}` : ''}`);
  if (scroll) {
    const s = sheets[m.page - 1];
    const y = (m.boxes[0]?.[1] ?? 0) * s.scale + s.sheet.getBoundingClientRect().top + scrollY;
    scrollTo({ top: y - innerHeight / 3 });
  }
}

function at(event, s) {
  const box = s.sheet.getBoundingClientRect();
  return [(event.clientX - box.left) / s.scale, (event.clientY - box.top) / s.scale];
}

// A drag moves or resizes; a click only chooses.
function drag(event, s, m, what) {
  const [x0, y0] = at(event, s);
  const old = m.boxes.map((b) => [...b]);
  let moved = false;
  const move = (next) => {
    const [x, y] = at(next, s);
    const [dx, dy] = [x - x0, y - y0];
    if (Math.hypot(dx, dy) > 2) moved = true;
    if (!moved) return;
    m.boxes = old.map(([bx, by, bw, bh]) => (what === 'move' ? [bx + dx, by + dy, bw, bh] : [bx, by, Math.max(2, bw + dx), Math.max(2, bh + dy)]));
    draw();
  };
  const up = async () => {
    removeEventListener('pointermove', move);
    removeEventListener('pointerup', up);
    if (moved && !(await place(m, m.boxes))) { m.boxes = old; draw(); }
  };
  addEventListener('pointermove', move);
  addEventListener('pointerup', up);
}

// ---- selecting words ---------------------------------------------------------------------------

function spans() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return [];
  const range = selection.getRangeAt(0);
  const found = [];
  for (const s of sheets) {
    if (!s.box || !range.intersectsNode(s.box)) continue;
    const within = [...s.box.children].filter((span) => range.intersectsNode(span) && touched(range, span));
    if (within.length) found.push({ page: s.page, first: Number(within[0].dataset.i), last: Number(within.at(-1).dataset.i) });
  }
  return found;
}

// A range that ends at the very start of a word does not reach into it.
function touched(range, span) {
  const text = span.firstChild;
  if (range.endContainer === text && range.endOffset === 0) return false;
  return !(range.startContainer === text && range.startOffset >= span.textContent.trimEnd().length);
}

let showing = 0;
document.addEventListener('selectionchange', () => {
  clearTimeout(showing);
  showing = setTimeout(() => {
    const bar = $('rv-bar');
    if (!editable || drawing || !spans().length) { bar.hidden = true; return; }
    const box = getSelection().getRangeAt(0).getBoundingClientRect();
    $('rv-bar-ground').textContent = $('ground').selectedOptions[0]?.textContent ?? '';
    bar.hidden = false;
    const home = bar.offsetParent?.getBoundingClientRect() ?? { left: 0, top: 0 };
    bar.style.left = `${Math.max(4, Math.min(box.left, innerWidth - bar.offsetWidth - 20) - home.left - (bar.offsetParent === document.body ? -scrollX : 0))}px`;
    bar.style.top = `${box.bottom + 6 - home.top}px`;
  }, 120);
});

async function markSelection() {
  const chosenSpans = spans();
  if (!chosenSpans.length) { say('Select words on a page first.'); return; }
  $('rv-bar').hidden = true;
  if (await act('/marks', { spans: chosenSpans, ...because() })) getSelection().removeAllRanges();
}

// What the selected words are: their place goes into the form beside the page.
function tag(event) {
  const [one] = spans();
  if (!one || !$('tag')) { say('Select words on a page first.'); event.preventDefault(); return; }
  $('on_page').value = one.page;
  $('first').value = one.first;
  $('last').value = one.last;
  $('passage').value = sheets[one.page - 1].words.slice(one.first, one.last + 1).map(([word]) => word).join(' ');
  $('rv-bar').hidden = true;
  $('rv-tag').open = true;
  $('tag').focus();
}

// ---- drawing a box -----------------------------------------------------------------------------

function current() {
  const middle = innerHeight / 2;
  return sheets.reduce((best, s) => {
    const box = s.sheet.getBoundingClientRect();
    const away = Math.abs((box.top + box.bottom) / 2 - middle) - (box.top < middle && box.bottom > middle ? 1e6 : 0);
    return away < best.away ? { s, away } : best;
  }, { s: sheets[0], away: Infinity }).s;
}

function box(on) {
  if (!editable || !sheets.length) return;
  document.querySelector('[data-do="box"]').setAttribute('aria-pressed', on);
  rv.classList.toggle('rv-drawing', on);
  const s = current();
  drawing = on ? { s, x: s.width / 2, y: s.height / 3, from: null } : null;
  if (on && !s.layer) { s.words ??= []; lay(s); }
  say(on ? 'Drag a box over the page, or move the corner with the arrow keys and press Enter.' : '');
  draw();
}

function cross(s) {
  const { x, y, from } = drawing;
  if (from) {
    shape('rect', { class: 'rv-draft', x: Math.min(x, from[0]), y: Math.min(y, from[1]), width: Math.abs(x - from[0]), height: Math.abs(y - from[1]) }, s.layer);
  }
  shape('path', { class: 'rv-cross', d: `M${x - 9} ${y}h18M${x} ${y - 9}v18` }, s.layer);
}

async function finish() {
  const { s, x, y, from } = drawing;
  box(false);
  const area = { page: s.page, left: Math.min(x, from[0]), top: Math.min(y, from[1]), right: Math.max(x, from[0]), bottom: Math.max(y, from[1]) };
  await act('/marks', { areas: [area], ...because() });
}

for (const s of sheets) {
  s.sheet.addEventListener('pointerdown', (event) => {
    if (!drawing || event.button !== 0) return;
    event.preventDefault();
    if (!s.layer) { s.words ??= []; lay(s); }
    const [x, y] = at(event, s);
    drawing = { s, x, y, from: [x, y] };
    const move = (next) => { [drawing.x, drawing.y] = at(next, s); draw(); };
    const up = () => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', up);
      if (Math.abs(drawing.x - drawing.from[0]) > 2 && Math.abs(drawing.y - drawing.from[1]) > 2) finish();
      else drawing.from = null;
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', up);
  });
}

// ---- as the requester will see it --------------------------------------------------------------

function show() {
  rv.classList.toggle('rv-preview', preview);
  document.querySelector('[data-do="preview"]').setAttribute('aria-pressed', preview);
  for (const s of sheets) {
    s.own ??= s.img.src;
    s.img.src = preview ? `${base}/review/${number}/as-sent/${s.page}?t=${Date.now()}` : s.own;
  }
  say(preview ? 'These are the real pages as they would go: made anew, without what is marked.' : '');
}

// ---- keys --------------------------------------------------------------------------------------

function step(by) {
  if (!marks.length) return;
  const here = marks.findIndex((m) => m.id === chosen);
  choose(marks[(here + by + marks.length) % marks.length].id);
}

function nudge(event) {
  const m = marks.find((one) => one.id === chosen);
  const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (!m || !by || !editable) return false;
  m.boxes = m.boxes.map(([x, y, w, h]) => (event.shiftKey ? [x, y, Math.max(2, w + by[0]), Math.max(2, h + by[1])] : [x + by[0], y + by[1], w, h]));
  draw();
  clearTimeout(nudge.wait);
  nudge.wait = setTimeout(() => place(m, m.boxes), 500);
  return true;
}

function decide(id) {
  if (!editable) return;
  $(id).checked = true;
  if (id === 'd-withhold') { $('rv-withhold').open = true; $('d-reason').focus(); } else $('rv-decide').requestSubmit();
}

const go = (to) => { if (to) location.href = `${base}/review/${to}`; else say('No other item is undecided.'); };
const turn = (by) => { const s = sheets[current().page - 1 + by]; s?.figure.scrollIntoView(); };
const larger = (by) => { zoom = by ? Math.min(4, Math.max(0.4, zoom * by)) : 1; size(); };
const undo = () => editable && act('/marks/undo', {});
const redo = () => editable && act('/marks/redo', {});

const keys = {
  f: () => $('text')?.focus(),
  t: () => $('rv-tag-it')?.click(),
  a: () => $('rv-ask')?.click(),
  g: () => $('ground')?.focus(),
  b: () => box(!drawing),
  j: () => step(1),
  k: () => step(-1),
  c: () => { const m = marks.find((one) => one.id === chosen); if (m && editable) change(m); },
  u: undo,
  y: redo,
  r: () => decide('d-release'),
  m: () => decide('d-marks'),
  w: () => decide('d-withhold'),
  n: () => go(rv.dataset.next),
  N: () => go(rv.dataset.previous),
  p: () => { preview = !preview; show(); },
  '+': () => larger(1.2),
  '=': () => larger(1.2),
  '-': () => larger(1 / 1.2),
  0: () => larger(0),
  '?': () => $('rv-help').showModal(),
  Enter: markSelection,
  PageDown: () => turn(1),
  PageUp: () => turn(-1),
  Delete: () => { const m = marks.find((one) => one.id === chosen); if (m && editable) remove(m); },
  Backspace: () => keys.Delete(),
};

addEventListener('keydown', (event) => {
  if (document.querySelector('dialog[open]')) return;
  const writing = event.target.closest('input:not([type=radio]), textarea, select');
  if ((event.ctrlKey || event.metaKey) && !writing) {
    const does = { z: event.shiftKey ? redo : undo, y: redo }[event.key.toLowerCase()];
    if (does) { event.preventDefault(); does(); }
    return;
  }
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (writing) { if (event.key === 'Escape') event.target.blur(); return; }
  if (drawing) {
    const far = event.shiftKey ? 20 : 4;
    const by = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] }[event.key];
    if (by) {
      drawing.x = Math.min(drawing.s.width, Math.max(0, drawing.x + by[0]));
      drawing.y = Math.min(drawing.s.height, Math.max(0, drawing.y + by[1]));
      draw();
    } else if (event.key === 'Enter') {
      if (drawing.from) finish(); else { drawing.from = [drawing.x, drawing.y]; say('The first corner is set. Move to the other one and press Enter.'); }
    } else if (event.key === 'Escape') box(false);
    else return;
    event.preventDefault();
    return;
  }
  if (event.key === 'Enter' && event.target.closest('a, button, summary, [type=radio]')) return;
  if (chosen && event.key.startsWith('Arrow') && !event.target.closest('[type=radio]') && nudge(event)) { event.preventDefault(); return; }
  if (event.key === 'Escape') { chosen = null; draw(); list(); return; }
  const does = keys[event.key] ?? keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (does) { event.preventDefault(); does(); }
});

$('rv-tools').addEventListener('click', (event) => {
  const does = event.target.closest('button')?.dataset.do;
  ({ out: keys['-'], in: keys['+'], fit: keys[0], box: keys.b, preview: keys.p, help: keys['?'] })[does]?.();
});
$('rv-bar').addEventListener('pointerdown', (event) => event.preventDefault());
$('rv-mark').addEventListener('click', markSelection);
for (const id of ['rv-tag-it', 'rv-ask']) $(id)?.addEventListener('click', tag);
$('passage')?.addEventListener('input', () => { $('first').value = ''; });
$('rv-undo')?.addEventListener('submit', (event) => { event.preventDefault(); undo(); });
$('rv-redo')?.addEventListener('submit', (event) => { event.preventDefault(); redo(); });
$('ground')?.addEventListener('change', () => sessionStorage.setItem('rv ground', $('ground').value));

const last = sessionStorage.getItem('rv ground') || $('ground')?.dataset.last;
if (last && $('ground')) $('ground').value = last;
if ($('ground') && !$('ground').value) $('ground').selectedIndex = 0;
addEventListener('resize', size);
size();
for (const s of sheets) watcher.observe(s.figure);
const where = Number(sessionStorage.getItem(`rv ${reference} ${number}`));
if (!location.hash && where > 1) sheets[where - 1]?.figure.scrollIntoView();
fetch(`${base}/review/${number}/standing`, { headers: { Accept: 'application/json' } })
  .then((answer) => answer.json())
  .then(take);
