// The page works without this. It adds: GOV.UK components, and the warning before an idle sign-out.
import { initAll } from '/assets/govuk-frontend.min.js';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
initAll();

const csrf = document.body.dataset.csrf;
const idleMinutes = Number(document.body.dataset.idleMinutes);

if (idleMinutes > 0) {
  const dialog = document.getElementById('idle-warning');
  const left = document.getElementById('idle-left');
  let since = Date.now();
  const busy = () => { if (!dialog.open) since = Date.now(); };
  // A page that was loaded or a form that was sent is activity the server saw; typing is not, so
  // it is passed on now and then, and drafts do not lose their owner.
  let told = Date.now();
  const tell = () => {
    told = Date.now();
    return fetch('/stay', { method: 'POST', headers: { 'X-CSRF-Token': csrf, 'Content-Type': 'application/x-www-form-urlencoded' } });
  };
  for (const kind of ['keydown', 'pointerdown', 'scroll']) {
    addEventListener(kind, () => {
      busy();
      if (Date.now() - told > 120_000 && !dialog.open) tell();
    }, { passive: true, capture: true });
  }
  document.getElementById('idle-stay').addEventListener('click', async () => {
    const answer = await tell();
    if (!answer.ok) { location.reload(); return; }
    since = Date.now();
    dialog.close();
  });
  dialog.addEventListener('cancel', (event) => event.preventDefault());
  setInterval(() => {
    const remaining = idleMinutes * 60_000 - (Date.now() - since);
    if (remaining <= 0) { location.href = '/sign-in'; return; }
    if (remaining <= 120_000) {
      if (!dialog.open) dialog.showModal();
      const seconds = Math.ceil(remaining / 1000);
      left.textContent = seconds > 60 ? '2 minutes' : `${seconds} seconds`;
    }
  }, 1000);
}
