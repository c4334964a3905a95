// Clock of a running game day: whatever carries data-clock counts on from the seconds it says. The page may be replaced
// in parts while others write; a part that comes anew begins with its own seconds.
const began = new WeakMap(); // element → [the moment it was first seen, the seconds it said]

const words = (seconds) => {
  const two = (number) => String(number).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
};

function tick() {
  for (const each of document.querySelectorAll("[data-clock]")) {
    if (!began.has(each)) began.set(each, [Date.now(), Number(each.dataset.clock)]);
    const [since, said] = began.get(each);
    const seconds = Math.max(said + Math.floor((Date.now() - since) / 1000), 0);
    const time = each.querySelector("[data-clock-time]");
    const shown = words(seconds);
    if (time && time.textContent !== shown) time.textContent = shown;
    const bar = each.querySelector("[data-clock-bar]");
    if (bar) bar.value = seconds;
    if (each.dataset.planned) each.toggleAttribute("data-over", seconds > Number(each.dataset.planned));
  }
}

tick();
setInterval(tick, 500);
