// Live of a worksheet: asks every two seconds whether something of the workload changed (/live/, which costs the server
// next to nothing) and only then for the sheet. What is being typed stays (worksheet.js).
import { renew } from "./worksheet.js";

const [PERIOD, HIDDEN, LONGEST] = [2000, 15000, 30000]; // milliseconds
const sheet = () => document.getElementById("sheet");
let [tag, failures, timer, isAsking, isComposing] = ["", 0, 0, false, false];

async function hear(answer) {
  if ([401, 403].includes(answer.status)) return void (await renew()); // a pass ends: a new one comes with the sheet
  if (answer.status === 204) return;
  if (answer.status !== 200) throw new Error(answer.status);
  const news = await answer.json();
  if (news.revision > Number(sheet().dataset.workload) && (isComposing || !(await renew()))) return; // asked for again
  tag = news.tag;
}

async function ask() {
  const { pass } = sheet().dataset;
  if (isAsking || !pass) return;
  isAsking = true;
  clearTimeout(timer);
  try {
    const query = new URLSearchParams({ at: tag });
    await hear(await fetch(`/live/?${query}`, { headers: { "X-Live-Pass": pass }, cache: "no-store", signal: AbortSignal.timeout(8000) }));
    failures = 0;
  } catch {
    failures += 1;
  }
  isAsking = false;
  const period = failures ? Math.min(PERIOD * 2 ** (failures - 1), LONGEST) : document.hidden ? HIDDEN : PERIOD;
  timer = setTimeout(ask, period * (0.9 + Math.random() / 5)); // not all at once
}

document.addEventListener("compositionstart", () => (isComposing = true));
document.addEventListener("compositionend", () => (isComposing = false));
document.addEventListener("visibilitychange", () => document.hidden || ask());
for (const again of ["online", "pageshow"]) addEventListener(again, ask);
addEventListener("pagehide", () => clearTimeout(timer));
ask();
