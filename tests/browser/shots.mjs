// node shots.mjs REPORT.html FOLDER: pictures of a report to look at.
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { launch, open } from "./browser.mjs";

const [file, folder] = process.argv.slice(2);
if (!file || !folder) {
  console.error("usage: node shots.mjs REPORT.html FOLDER");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const url = pathToFileURL(resolve(file)).href;
const browser = await launch();
for (const [name, view] of Object.entries({
  desktop: { width: 1280 },
  dark: { width: 1280, dark: true },
  mobile: { width: 390, height: 844 },
})) {
  const { page } = await open(browser, url, view);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  // The application with most to show.
  await page.evaluate(() => {
    const apps = [...document.querySelectorAll("article.app")];
    apps.sort((a, b) => b.textContent.length - a.textContent.length);
    apps[0].querySelector("details").open = true;
    apps[0].id = "shown";
  });
  await (await page.$("#shown")).screenshot({ path: join(folder, `${name}-application.png`) });
  if (name === "desktop") await page.pdf({ path: join(folder, "print.pdf"), preferCSSPageSize: true });
  await page.close();
}
await browser.close();
