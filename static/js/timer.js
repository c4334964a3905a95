// Timer: counts how long something of the agenda is on the screen, says quietly when four fifths of its time and all of
// it are over, and reports what was spent every 15 s and when the page is left. A pause holds from page to page. What a
// sleeping machine missed is not counted.
const timer = document.querySelector("[data-timer]") ?? document.querySelector(".timer");
const REPORT = 15000;
const GAP = 5000; // milliseconds between two ticks beyond which the machine slept
const MOST = 300; // seconds in one report

function begin({ meeting, pillar, plan, post, spent }) {
  const isMine = "timer" in timer.dataset;
  const [time, button, said] = ["time", "pause", "said"].map((part) => timer.querySelector(`[data-timer-${part}]`));
  const paused = `paused:${meeting}`;
  const known = `spent:${meeting}:${pillar}`; // what this browser showed last: a report may still be on its way
  let total = Math.max(Number(spent), isMine ? Number(sessionStorage.getItem(known)) : 0) * 1000;
  let [unsent, last, state] = [0, Date.now(), ""];

  const isPaused = () => sessionStorage.getItem(paused) === "1";
  const words = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

  function show() {
    const share = Number(plan) ? total / 1000 / Number(plan) : 0;
    const now = share >= 1 ? "over" : share >= 0.8 ? "late" : "";
    time.textContent = words(total / 1000);
    timer.dataset.state = now;
    if (now && now !== state && total / 1000 - Number(spent) > 1) said.textContent = said.dataset[now];
    state = now;
    button?.setAttribute("aria-pressed", String(isPaused()));
  }

  function tick() {
    const at = Date.now();
    const gone = at - last;
    last = at;
    if (gone > 0 && gone < GAP && !isPaused()) {
      total += gone;
      unsent += gone;
      sessionStorage.setItem(known, String(Math.floor(total / 1000)));
    }
    show();
  }

  function report() {
    const seconds = Math.min(Math.floor(unsent / 1000), MOST);
    if (!seconds) return;
    unsent -= seconds * 1000;
    const body = new URLSearchParams({ pillar, seconds, csrfmiddlewaretoken: timer.querySelector("[name=csrfmiddlewaretoken]").value });
    fetch(post, { method: "POST", body, keepalive: true, redirect: "manual" }).then(
      ({ status }) => status === 409 && stop(), // the session has ended
      () => (unsent += seconds * 1000),
    );
  }

  const timers = [];
  const stop = () => timers.forEach(clearInterval);
  show();
  if (!isMine) return;
  timers.push(setInterval(tick, 1000), setInterval(report, REPORT));
  addEventListener("pagehide", () => (tick(), report()));
  button.addEventListener("click", () => {
    tick();
    sessionStorage.setItem(paused, isPaused() ? "0" : "1");
    show();
  });
}

if (timer) begin(timer.dataset);
