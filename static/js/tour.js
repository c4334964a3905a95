// Tour: one step of [data-tour] at a time, marking what it speaks of. It never takes the focus
// away, Escape inside it puts it away, and once seen or put away the server remembers that.
const tour = document.querySelector("[data-tour]");

function start() {
  const steps = [...tour.querySelectorAll("[data-tour-step]")];
  const [back, next] = ["back", "next"].map((name) => tour.querySelector(`[data-tour-${name}]`));
  const ends = [...tour.querySelectorAll("[data-tour-end]")];
  let at = 0;

  const mark = (step) => {
    for (const each of document.querySelectorAll(".tour-mark")) each.classList.remove("tour-mark");
    const target = step && document.querySelector(step.dataset.tourStep);
    target?.classList.add("tour-mark");
    return target;
  };

  const show = (number) => {
    at = number;
    for (const [index, step] of steps.entries()) step.hidden = index !== at;
    const isLast = at === steps.length - 1;
    const hadFocus = tour.contains(document.activeElement);
    tour.classList.toggle("tour--going", at > 0);
    back.hidden = at === 0;
    next.hidden = isLast;
    for (const end of ends) end.hidden = (end.dataset.tourSkip !== undefined) === isLast;
    // The button that was pressed may just have gone: the one in its place takes over.
    if (hadFocus && document.activeElement?.hidden !== false) (isLast ? ends[0] : next).focus();
    const target = mark(steps[at]);
    if (number > 0 || hadFocus) target?.scrollIntoView({ block: "center" });
  };

  const end = () => {
    mark(null);
    const hadFocus = tour.contains(document.activeElement);
    const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
    fetch(tour.dataset.tourDone, { method: "POST", headers, keepalive: true }).catch(() => {});
    tour.remove();
    if (hadFocus) document.getElementById("main")?.focus();
  };

  back.addEventListener("click", () => show(at - 1));
  next.addEventListener("click", () => show(at + 1));
  for (const each of ends) each.addEventListener("click", end);
  tour.addEventListener("keydown", (event) => {
    if (event.key === "Escape") end();
    event.stopPropagation(); // the room's single keys mean something else
  });
  show(0);
}

if (tour) start();
