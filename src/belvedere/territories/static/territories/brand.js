// Asks the server how the two colours read while they are being chosen; without this script they are read on saving.
const readings = document.getElementById('readings');
const colours = ['primary', 'accent'].map((name) => document.querySelector(`input[name="${name}"]`)).filter(Boolean);
let waiting;

async function refresh() {
  const query = new URLSearchParams(colours.map((input) => [input.name, input.value]));
  const answer = await fetch(`${readings.dataset.url}?${query}`);
  if (answer.ok) readings.innerHTML = await answer.text();
}

for (const input of colours) {
  input.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 200);
  });
}
