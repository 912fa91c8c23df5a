// The record's page works without this. It adds: a row and a bar a file, folders, dropping, and
// progress without loading the page again.
const form = document.getElementById('upload');
const known = document.getElementById('files-known');
const AT_A_TIME = 3;

const megabytes = (bytes) => (bytes < 1e6 ? `${Math.round(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`);

async function standing(address, batch) {
  const asked = await fetch(batch ? `${address}?batch=${batch}` : address, { headers: { Accept: 'application/json', 'X-Candour-Poll': '1' } });
  if (!asked.ok) throw new Error(String(asked.status));
  return asked.json();
}

/** Asks every other second until `done` says so; a server that does not answer is asked later again. */
async function follow(address, batch, done) {
  for (let pause = 1500; ; ) {
    await new Promise((next) => setTimeout(next, pause));
    try {
      if (done(await standing(address, batch))) return;
      pause = Math.min(pause * 1.2, 6000);
    } catch {
      pause = 10_000;
    }
  }
}

if (known && known.querySelector('[data-state="waiting"]')) {
  let waiting = known.querySelectorAll('[data-state="waiting"]').length;
  follow(known.dataset.progress, null, (now) => {
    for (const file of now.files) {
      const words = known.querySelector(`[data-file="${file.id}"] [data-words]`);
      if (words && words.textContent !== file.words) words.textContent = file.words;
    }
    const left = now.files.filter((f) => f.state === 'waiting').length;
    // What came in has its row in the table below: show it, unless somebody is filling in the form.
    if (left < waiting && !(form && form.classList.contains('app-drop--busy'))) {
      waiting = left;
      if (left === 0 && (document.activeElement === document.body || document.activeElement === null)) location.reload();
    }
    return left === 0;
  });
}

if (form) {
  const summary = document.getElementById('upload-summary');
  const table = document.getElementById('upload-rows');
  const folder = document.getElementById('folder');
  const files = document.getElementById('files');
  const batch = form.elements.batch.value;
  const queue = [];
  const rows = new Map();
  let running = 0;
  let total = 0;
  let failed = 0;
  let arrived = 0;

  for (const part of form.querySelectorAll('.app-script-only')) part.hidden = false;

  const tell = () => {
    const told = [`${arrived} of ${total} files came in`];
    if (failed) told.push(`${failed} could not be taken`);
    summary.textContent = `${told.join(', ')}.`;
  };

  function add(file, name) {
    const row = table.tBodies[0].insertRow();
    row.className = 'govuk-table__row';
    const head = document.createElement('th');
    head.scope = 'row';
    head.className = 'govuk-table__header app-break';
    const isolated = document.createElement('bdi');
    isolated.textContent = name;
    head.append(isolated);
    const size = document.createElement('td');
    size.className = 'govuk-table__cell';
    size.textContent = megabytes(file.size);
    const how = document.createElement('td');
    how.className = 'govuk-table__cell';
    const bar = document.createElement('progress');
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute('aria-label', name);
    const words = document.createElement('span');
    words.textContent = ' Waiting';
    how.append(bar, words);
    row.append(head, size, how);
    table.hidden = false;
    queue.push({ file, name, bar, words });
    total += 1;
  }

  function refuse(one, why) {
    one.bar.remove();
    const tag = document.createElement('strong');
    tag.className = 'govuk-tag govuk-tag--red';
    tag.textContent = 'Not taken';
    one.words.textContent = ` ${why}`;
    one.words.before(tag);
    failed += 1;
  }

  function send(one) {
    return new Promise((next) => {
      const body = new FormData();
      body.append('source', form.elements.source.value);
      body.append('batch', batch);
      body.append('files', one.file, one.name);
      const http = new XMLHttpRequest();
      http.open('POST', form.action);
      http.setRequestHeader('X-CSRF-Token', document.body.dataset.csrf);
      http.setRequestHeader('Accept', 'application/json');
      http.upload.addEventListener('progress', (event) => {
        if (!event.lengthComputable) return;
        one.bar.value = event.loaded / event.total;
        one.words.textContent = ` ${Math.round(one.bar.value * 100)} % sent`;
      });
      http.addEventListener('loadend', () => {
        let answer = {};
        try { answer = JSON.parse(http.responseText); } catch { /* told below */ }
        const file = answer.files?.[0];
        if (http.status !== 200 || !file) {
          refuse(one, answer.title ?? 'The connection broke. Add this file again.');
        } else if (file.problem) {
          refuse(one, file.problem);
        } else {
          arrived += 1;
          one.bar.removeAttribute('value');
          one.words.textContent = ' Waiting to be read';
          rows.set(file.id, one);
        }
        tell();
        next();
      });
      http.send(body);
    });
  }

  async function work() {
    if (running >= AT_A_TIME) return;
    running += 1;
    for (let one = queue.shift(); one; one = queue.shift()) await send(one);
    running -= 1;
    if (running === 0) {
      form.classList.remove('app-drop--busy');
      await follow(`${new URL(form.action).pathname}/progress`, batch, show);
      summary.textContent += ' All are read. ';
      const look = document.createElement('a');
      look.className = 'govuk-link';
      look.href = location.pathname;
      look.textContent = 'Show them in the record';
      summary.append(look);
    }
  }

  function show(now) {
    for (const file of now.files) {
      const one = rows.get(file.id);
      if (!one || file.state === 'waiting') {
        if (one) one.words.textContent = ` ${file.words}`;
        continue;
      }
      rows.delete(file.id);
      if (file.state === 'imported') {
        one.bar.remove();
        one.words.textContent = file.words;
      } else {
        refuse(one, file.words);
        tell();
      }
    }
    return rows.size === 0 && queue.length === 0 && running === 0;
  }

  function begin(found) {
    for (const { file, name } of found) add(file, name);
    if (total === 0) return false;
    form.classList.add('app-drop--busy');
    tell();
    for (let i = 0; i < AT_A_TIME; i += 1) work();
    return true;
  }

  const chosen = (input) => [...input.files].map((file) => ({ file, name: file.webkitRelativePath || file.name }));

  form.addEventListener('submit', (event) => {
    const found = [...chosen(files), ...chosen(folder)];
    if (found.length === 0) return; // The page says what is missing.
    event.preventDefault();
    files.value = '';
    folder.value = '';
    begin(found);
  });

  /** Every file below a dropped folder; folders give their content a hundred entries at a time. */
  async function within(entry) {
    if (entry.isFile) {
      const file = await new Promise((found, lost) => entry.file(found, lost));
      return [{ file, name: entry.fullPath.replace(/^\//, '') }];
    }
    const reader = entry.createReader();
    const all = [];
    for (;;) {
      const some = await new Promise((found, lost) => reader.readEntries(found, lost));
      if (some.length === 0) return all;
      for (const one of some) all.push(...await within(one));
    }
  }

  form.addEventListener('dragover', (event) => {
    event.preventDefault();
    form.classList.add('app-drop--over');
  });
  form.addEventListener('dragleave', () => form.classList.remove('app-drop--over'));
  form.addEventListener('drop', async (event) => {
    event.preventDefault();
    form.classList.remove('app-drop--over');
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const found = [];
    for (const entry of entries) found.push(...await within(entry).catch(() => []));
    begin(found);
  });
}
