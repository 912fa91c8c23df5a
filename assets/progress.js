// A bar that moves while the pack is built; without script the page has a link to look again.
const box = document.getElementById('pack-progress');
if (box) {
  const look = async () => {
    const answer = await fetch(box.dataset.address, { headers: { Accept: 'application/json', 'X-Candour-Poll': '1' } });
    if (!answer.ok || answer.redirected) return location.reload();
    const now = await answer.json();
    if (now.state !== 'building') return location.reload();
    document.getElementById('pack-bar').value = now.percent;
    if (now.words) document.getElementById('pack-words').textContent = now.words;
    return setTimeout(look, 1000);
  };
  setTimeout(look, 700);
}
