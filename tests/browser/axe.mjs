// node axe.mjs REPORT.html …: runs axe-core over reports, in light, dark and narrow windows and in print, with
// everything folded out. Prints violations; exit code 1 if there is one.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { launch, open } from "./browser.mjs";

const TAGS = [
  "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
];
const VIEWS = [
  { name: "light", width: 1280 },
  { name: "dark", width: 1280, dark: true },
  { name: "narrow", width: 320, height: 640 },
  // A window of 1280 pixels, magnified twice.
  { name: "zoomed", width: 640, height: 450 },
  { name: "narrow dark", width: 390, height: 844, dark: true },
  { name: "print", width: 794, media: "print" },
];

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("usage: node axe.mjs REPORT.html …");
  process.exit(2);
}
const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await launch();
let wrong = 0;
for (const file of files) {
  for (const view of VIEWS) {
    const { page, troubles } = await open(browser, pathToFileURL(resolve(file)).href, view);
    if (view.media) await page.emulateMediaType(view.media);
    for (const folded of [true, false]) {
      if (!folded) {
        await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
      }
      await page.evaluate(source);
      const { violations, incomplete, passes } = await page.evaluate(
        (tags, rules) => globalThis.axe.run(document, {
          runOnly: { type: "tag", values: tags },
          rules,
          // It would fetch the style again, which the page forbids.
          preload: false,
        }),
        TAGS,
        // Nobody clicks on paper.
        view.media === "print" ? { "target-size": { enabled: false } } : {},
      );
      const state = `${file}, ${view.name}, ${folded ? "folded" : "unfolded"}`;
      console.log(`${state}: ${violations.length} violations, ${incomplete.length} undecided, ${passes.length} passed`);
      for (const violation of violations) {
        wrong += 1;
        console.log(`  ${violation.id} (${violation.impact}): ${violation.help}`);
        for (const node of violation.nodes.slice(0, 5)) {
          console.log(`    ${node.target.join(" ")}\n      ${node.failureSummary.replaceAll("\n", "\n      ")}`);
        }
      }
      if (process.env.VERBOSE) {
        for (const one of incomplete) console.log(`  undecided ${one.id}: ${one.nodes.length}, ${one.nodes[0].target}`);
      }
    }
    // Nothing may be wider than the window: reading must not need two directions (WCAG 1.4.10).
    const wide = view.media ? 0 : await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) troubles.push(`page is ${wide} pixels wider than the window`);
    for (const trouble of troubles) {
      wrong += 1;
      console.log(`  ${view.name}: ${trouble}`);
    }
    await page.close();
  }
}
await browser.close();
process.exit(wrong > 0 ? 1 : 0);
