// A headless Chromium for the tests of this folder.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import puppeteer from "puppeteer-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** The browser of `CHROMIUM`, else the first of the usual names on the search path. */
function executable() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = paths.find((path) => existsSync(path));
  if (!found) throw new Error(`No browser found: set CHROMIUM, or install one of ${NAMES.join(", ")}.`);
  return found;
}

/** Starts the browser with further arguments. Containers run as root, where Chromium's own sandbox does not start. */
export function launch(further = []) {
  const root = process.getuid?.() === 0;
  return puppeteer.launch({
    executablePath: executable(),
    headless: true,
    args: root ? ["--no-sandbox", ...further] : further,
  });
}

/** Opens a page of a report and fails on every request beyond its folder, and on every error of its script. */
export async function open(browser, url, { width = 1280, height = 900, dark = false, forced = false } = {}) {
  const page = await browser.newPage();
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(`script: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") troubles.push(`console: ${message.text()}`);
  });
  // What a folder of pages shares lies beside the page or, for those in folders below, one folder above.
  const shared = ["style.css", "data.js"].flatMap((name) => [name, `../${name}`].map((way) => new URL(way, url).href));
  page.on("request", (request) => {
    const wanted = request.url();
    const own = wanted.split("#")[0] === url.split("#")[0] || shared.includes(wanted) || wanted.startsWith("data:");
    if (!own) troubles.push(`request: ${wanted}`);
  });
  await page.setViewport({ width, height });
  if (forced) {
    // Not among the features that the library knows.
    const session = await page.createCDPSession();
    await session.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }] });
  } else await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: dark ? "dark" : "light" },
    { name: "prefers-reduced-motion", value: "reduce" },
  ]);
  await page.goto(url, { waitUntil: "load" });
  return { page, troubles };
}
