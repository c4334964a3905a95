// Worksheet: the result once more at the foot of the window, while the result itself is not in sight. Without the script
// it is always there.
const strip = () => document.getElementById("sheet-strip");
const sight = new IntersectionObserver((seen) => {
  if (strip()) strip().hidden = seen.at(-1).isIntersecting;
});

function watch() {
  const result = document.getElementById("result");
  sight.disconnect();
  if (result && strip()) sight.observe(result);
}

document.addEventListener("sheet:shown", watch);
watch();
