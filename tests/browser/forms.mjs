// node forms.mjs FOLDER FORM.html …: fills forms in by keyboard alone, saves them, goes on with what was saved in a fresh
// page and saves again. What was typed must be in both files, FOLDER/N.json (the first of each form stays there).
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { launch, open } from "./browser.mjs";

const [folder, ...files] = process.argv.slice(2);
if (!folder || files.length === 0) {
  console.error("usage: node forms.mjs FOLDER FORM.html …");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const browser = await launch();
let wrong = 0;

function complain(file, what) {
  wrong += 1;
  console.log(`${file}: ${what}`);
}

/** What has the focus, and whether one sees that. */
const focused = (page) => page.evaluate(() => {
  const at = document.activeElement;
  const look = getComputedStyle(at);
  return {
    tag: at.tagName.toLowerCase(), type: at.type ?? "", id: at.id, kind: at.className, name: at.name ?? "",
    seen: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2,
  };
});

/** Opens a form whose files are saved in the folder. */
async function opened(file) {
  const { page, troubles } = await open(browser, pathToFileURL(resolve(file)).href);
  const session = await page.createCDPSession();
  await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: resolve(folder) });
  return { page, troubles };
}

/** Presses the button that has the focus and waits for the file. */
async function save(page, target) {
  const name = await page.evaluate(() => document.getElementById("form").dataset.file);
  const path = join(folder, name);
  rmSync(path, { force: true });
  await page.keyboard.press("Enter");
  for (let waited = 0; waited < 100 && !existsSync(path); waited += 1) await new Promise((next) => setTimeout(next, 50));
  renameSync(path, target);
  return readFileSync(target, "utf8");
}

for (const [number, file] of files.entries()) {
  // Whoever is interrupted keeps what was typed.
  const begun = await opened(file);
  await begun.page.focus("textarea.text");
  await begun.page.keyboard.type("Zwischenstand");
  await begun.page.focus("button[type=submit]");
  if (!(await save(begun.page, join(folder, "begun.json"))).includes("Zwischenstand")) complain(file, "an unfinished form is not saved");
  if (await begun.page.$eval("#missing", (part) => part.hidden)) complain(file, "nobody says what is unfinished");
  await begun.page.close();

  const { page, troubles } = await opened(file);
  const questions = await page.evaluate(() => document.querySelectorAll("fieldset").length);
  const typed = new Map();
  let stops = 0;
  let saved = "";
  for (; stops < 20 * (questions + 10) && !saved; stops += 1) {
    await page.keyboard.press("Tab");
    const at = await focused(page);
    // The button of a file is drawn by the browser.
    if (!at.seen && at.type !== "file") complain(file, `no focus to be seen on ${at.tag} ${at.id || at.kind || at.name}`);
    if (stops === 0 && at.kind !== "skip") complain(file, "the first stop is not the way past the head");
    if (at.type === "radio") {
      await page.keyboard.press("Space");
      await page.keyboard.press(["ArrowRight", "ArrowLeft"][stops % 2]);
    } else if (at.kind === "text") {
      const text = `Antwort „${stops}“ & <b> =1+1`;
      await page.keyboard.press("End");
      await page.keyboard.type(` ${text}`);
      await page.keyboard.press("Enter");
      await page.keyboard.type("_x000D_ zweite Zeile");
      typed.set(at.id, text);
    } else if (at.kind === "evidence") {
      await page.keyboard.type(`nachweis-${stops}.pdf`);
    } else if (at.kind === "role" || at.kind === "fact") {
      await page.keyboard.type("x");
    } else if (at.type === "submit") {
      saved = await save(page, join(folder, `${number + 1}.json`));
    }
  }
  if (!saved) {
    complain(file, `no button to save after ${stops} stops`);
    continue;
  }
  const content = JSON.parse(saved);
  if (content.answers.length !== questions) complain(file, `${content.answers.length} of ${questions} answers saved`);
  if (!content.answers.every((answer) => answer.answer)) complain(file, "a choice is missing");
  for (const text of typed.values()) if (!saved.includes(text)) complain(file, `lost: ${text}`);
  await page.close();

  const again = await opened(file);
  const field = await again.page.$("#resume");
  await field.uploadFile(resolve(folder, `${number + 1}.json`));
  await again.page.waitForFunction(() => document.getElementById("resumed").textContent !== "");
  await again.page.focus("button[type=submit]");
  const second = await save(again.page, join(folder, "again.json"));
  if (second !== saved) complain(file, "what was saved does not come back as it was");
  await again.page.close();
  for (const trouble of [...troubles, ...again.troubles]) complain(file, trouble);
  console.log(`${file}: ${questions} questions, ${stops} stops`);
}
await browser.close();
process.exit(wrong > 0 ? 1 : 0);
