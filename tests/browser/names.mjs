// What Chromium makes of the cases in tests/names: role, name, and whether assistive technology gets to see it.
//   node names.mjs           compares with tests/names/chromium.tsv
//   node names.mjs --write   adds to it what this version says otherwise
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { launch } from "./browser.mjs";

const folder = new URL("../names/", import.meta.url);
const stored = new URL("chromium.tsv", folder);
const cases = readFileSync(new URL("cases.html", folder), "utf8")
  .split("\n")
  .filter((line) => line.trim() && !line.startsWith("#"));

/** Reasons for which Chromium leaves an element out that say: nobody gets to know of it. */
const HIDDEN = new Set([
  "activeModalDialog", "ariaHiddenElement", "ariaHiddenSubtree", "hiddenRoot", "inertElement", "inertSubtree",
  "notRendered", "notVisible",
]);

const browser = await launch(["--enable-blink-features=ComputedAccessibilityInfo"]);
const page = await browser.newPage();
const session = await page.createCDPSession();
await session.send("Accessibility.enable");
await page.setRequestInterception(true);
page.on("request", (request) => (request.url().startsWith("data:") ? request.continue() : request.abort()));

const folded = (text) => (text ?? "").split(/\s+/).filter(Boolean).join(" ");

async function judge(markup) {
  await page.setContent(`<!DOCTYPE html><html lang=de><title>Fall</title><body>${markup}`);
  // What is shown only near the screen, and the areas of pictures, come with the first frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const { result } = await session.send("Runtime.evaluate", { expression: "document.getElementById('x')" });
  if (!result.objectId) return "absent\t";
  const { objectId } = result;
  const { nodes } = await session.send("Accessibility.getPartialAXTree", { objectId, fetchRelatives: false });
  const [node] = nodes;
  const role = await page.evaluate(() => document.getElementById("x").computedRole);
  if (node.ignored) {
    const reasons = (node.ignoredReasons ?? []).map((reason) => reason.name);
    // An element in a part that is not rendered has no node of its own at all.
    const hidden = reasons.some((reason) => HIDDEN.has(reason));
    return `${hidden ? "hidden" : "none"}\t`;
  }
  return `${role || node.role?.value}\t${folded(node.name?.value)}`;
}

const lines = [];
for (const markup of cases) lines.push(`${await judge(markup)}\t${markup}`);
const version = await browser.version();
await browser.close();

// Versions differ in a few cases: each answer that one of them gave has a line.
const markupOf = (line) => line.slice(line.indexOf("\t", line.indexOf("\t") + 1) + 1);
const known = readFileSync(stored, "utf8").split("\n").filter(Boolean);
const all = lines.flatMap((line) => {
  const others = known.filter((other) => other !== line && markupOf(other) === markupOf(line));
  return [line, ...others];
});
if (process.argv.includes("--write")) {
  writeFileSync(stored, `${all.join("\n")}\n`);
  console.log(`${lines.length} cases judged by ${version}`);
} else {
  const answers = new Set(known);
  const changed = lines.filter((line) => !answers.has(line));
  for (const line of changed) console.log(`${version} says otherwise: ${line}`);
  if (changed.length || known.length !== all.length) {
    console.log("node tests/browser/names.mjs --write takes it over; then tests/names.rs says what that means.");
    process.exitCode = 1;
  }
}
