// node shots.mjs PAGE.html FOLDER: pictures of a page of a report to look at.
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { launch, open } from "./browser.mjs";

const [file, folder] = process.argv.slice(2);
if (!file || !folder) {
  console.error("usage: node shots.mjs PAGE.html FOLDER");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const url = pathToFileURL(resolve(file)).href;
const browser = await launch();
for (const [name, view] of Object.entries({
  desktop: { width: 1280 },
  dark: { width: 1280, dark: true },
  forced: { width: 1280, forced: true },
  narrow: { width: 320, height: 640 },
})) {
  const { page } = await open(browser, url, view);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  // On the page of all applications: the one with most to show.
  const found = await page.evaluate(() => {
    const apps = [...document.querySelectorAll("article.app")];
    apps.sort((a, b) => b.textContent.length - a.textContent.length);
    if (apps.length === 0) return false;
    apps[0].querySelector("details").open = true;
    apps[0].id = "shown";
    return true;
  });
  if (found) await (await page.$("#shown")).screenshot({ path: join(folder, `${name}-application.png`) });
  if (name === "desktop") await page.pdf({ path: join(folder, "print.pdf"), preferCSSPageSize: true });
  await page.close();
}
await browser.close();
