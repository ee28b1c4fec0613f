/* A job under way: its line is asked for anew, the page itself once the job is over. */
const pause = 3000;

async function look() {
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const line = page.querySelector("[data-job]");
  if (!line) {
    location.reload();
    return;
  }
  document.querySelector("[data-job]").replaceChildren(...line.childNodes);
  setTimeout(again, pause);
}

function again() {
  look().catch(() => setTimeout(again, pause));
}

setTimeout(again, pause);
