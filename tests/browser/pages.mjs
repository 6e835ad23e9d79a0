// node pages.mjs FOLDER DEPARTMENT.html: tries the folder of pages as readers do: search by keyboard, reading without
// script, paper. Prints how long it took; exit code 1 if something is wrong.
import { join, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { launch, open } from "./browser.mjs";

const [folder, department] = process.argv.slice(2);
if (!folder || !department) {
  console.error("usage: node pages.mjs FOLDER DEPARTMENT.html");
  process.exit(2);
}
const url = (...names) => pathToFileURL(join(resolve(folder), ...names)).href;
const wrong = [];
const expect = (holds, what) => { if (!holds) wrong.push(what); };
/** Pages of a PDF file. */
const sheets = async (page) => {
  const bytes = await page.pdf({ preferCSSPageSize: true });
  return Buffer.from(bytes).toString("latin1").match(/\/Type\s*\/Page[^s]/g).length;
};

const browser = await launch();
const { page, troubles } = await open(browser, url("index.html"));
const loaded = await page.evaluate(() => performance.getEntriesByType("navigation")[0].loadEventEnd);
const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
console.log(`first page: loaded in ${Math.round(loaded)} ms, ${nodes} elements`);
expect(loaded < 1000, "the first page takes longer than a second");

// The last word of the last name is found, by keyboard alone.
const { name, all } = await page.evaluate(() => {
  const { applications } = globalThis.fachcheck;
  return { name: applications.at(-1)[1], all: applications.length };
});
const said = () => page.$eval("#filter-count", (count) => count.textContent);
expect((await said()).includes(String(all)), "all applications are counted");
await page.focus("#filter-text");
await page.keyboard.type(name);
await page.waitForFunction((text) => document.querySelector("#results tbody tr:only-child")?.textContent.includes(text), { timeout: 5000 }, name)
  .catch(() => wrong.push(`${name} is not found`));
const took = await page.evaluate(() => {
  const form = document.getElementById("filter");
  const start = performance.now();
  const selects = form.querySelectorAll("select");
  form.elements.text.value = "a";
  for (const select of selects) select.selectedIndex = Math.min(1, select.length - 1);
  dispatchEvent(new Event("pageshow"));
  document.body.getBoundingClientRect();
  return performance.now() - start;
});
console.log(`all filters at once: ${took.toFixed(1)} ms`);
expect(took < 100, "filtering takes longer than a tenth of a second");
// Each filter reaches the list: with the first choice of each, one after the other, something is found.
for (const id of ["department", "checklist", "verdict", "owner", "slot"]) {
  const found = await page.evaluate((id) => {
    document.getElementById("filter").reset();
    const select = document.getElementById(`filter-${id}`);
    const counts = [];
    for (let index = 1; index < select.length; index += 1) {
      select.selectedIndex = index;
      dispatchEvent(new Event("pageshow"));
      counts.push(document.querySelectorAll("#results tbody tr").length);
    }
    return counts;
  }, id);
  expect(found.some((count) => count > 0), `the filter ${id} finds nothing`);
}
await page.evaluate(() => document.querySelector("#filter button[type=reset]").click());
expect(await sheets(page) <= 2, "the summary is longer than two sheets");
wrong.push(...troubles);
await page.close();

const still = await browser.newPage();
await still.setJavaScriptEnabled(false);
await still.goto(url("index.html"));
expect(await still.$eval("#search", (search) => search.hidden), "the search shows without a script");
await still.click('#departments a[href^="departments/"]');
await still.waitForSelector(".matrix a");
await still.click(".matrix a");
await still.waitForSelector(".facts");
await still.close();

const sheet = await open(browser, url("departments", department));
expect(await sheets(sheet.page) === 1, "a department is longer than one sheet");
wrong.push(...sheet.troubles);
await browser.close();
for (const what of wrong) console.log(`wrong: ${what}`);
process.exit(wrong.length > 0 ? 1 : 0);
