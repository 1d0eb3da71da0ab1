// Lighthouse over the page, as it comes: a middling phone on a slow mobile line. Prints a row for each figure with the bar it is
// held to, and fails where one is missed.
//
// node lighthouse.mjs <the page's address> <the browser's program>
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

/** Each figure, what it has to be, and how it is written. */
const FIGURES = [
  ["Lighthouse performance", (it) => it.categories.performance.score * 100, { least: 90 }],
  ["Lighthouse accessibility", (it) => it.categories.accessibility.score * 100, { least: 100 }],
  ["Lighthouse best practices", (it) => it.categories["best-practices"].score * 100, { least: 95 }],
  ["Largest contentful paint, ms", (it) => it.audits["largest-contentful-paint"].numericValue, { most: 2_500 }],
  ["Total blocking time, ms", (it) => it.audits["total-blocking-time"].numericValue, { most: 200 }],
  ["Cumulative layout shift", (it) => it.audits["cumulative-layout-shift"].numericValue, { most: 0.1, digits: 3 }],
];
/** The first run of a cold browser is slower than what people see; the middle of three is told. */
const RUNS = 3;

const [, , url, chromePath] = process.argv;
const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage"] });
const reports = [];
try {
  for (let run = 0; run < RUNS; run += 1) {
    const options = { port: chrome.port, logLevel: "error", onlyCategories: ["performance", "accessibility", "best-practices"] };
    reports.push((await lighthouse(url, options)).lhr);
  }
} finally {
  chrome.kill();
}

let missed = 0;
for (const [name, read, { least = -Infinity, most = Infinity, digits = 0 }] of FIGURES) {
  const value = reports.map(read).sort((a, b) => a - b)[Math.floor(RUNS / 2)];
  const good = value >= least && value <= most;
  missed += good ? 0 : 1;
  const bar = least > -Infinity ? `at least ${least}` : `at most ${most}`;
  console.log(`${name.padEnd(38)} ${value.toFixed(digits).padStart(8)}   ${bar}${good ? "" : "   MISSED"}`);
}
for (const report of reports.slice(0, 1)) {
  const low = Object.values(report.audits).filter(({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== "informative");
  for (const { id, displayValue = "" } of low) console.log(`  ${id} ${displayValue}`);
}
process.exitCode = missed > 0 ? 1 : 0;
