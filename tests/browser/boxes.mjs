// Boxes of the engine that is built in (`--browser embedded`) against those of Chromium, element by element.
//   node boxes.mjs PAGE…             prints how many agree
//   node boxes.mjs --list N PAGE…    and the N kinds of elements that differ most often
// Pages are files; scripts do not run, nothing is fetched from the network. Needs cargo.
import { execFileSync } from "node:child_process";
import { dirname, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch } from "./browser.mjs";

const arguments_ = process.argv.slice(2);
const most = arguments_[0] === "--list" ? Number(arguments_.splice(0, 2)[1]) : 0;
const pages = arguments_.map((page) => resolve(page));
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const cargo = ["run", "--quiet", "--locked", "--features", "embedded", "--example", "boxes", "--", ...pages];
const embedded = execFileSync("cargo", cargo, { cwd: root, maxBuffer: 1 << 30, encoding: "utf8" })
  .split("\n").filter(Boolean).map((line) => JSON.parse(line));

/** How far values may be apart, in pixels, to be equal and to be near. */
const EQUAL = 0.5;
const NEAR = 4;
/** What says yes, where no is 0. */
const FAR = 5;

/** The boxes of a page in tree order, as `boxes.rs` counts them. */
function measure() {
  const counted = [...document.querySelectorAll("*")].filter((one) => !one.parentElement?.closest("noscript"));
  return counted.map((one) => {
    if (one.getClientRects().length === 0) return null;
    const { x, y, width, height } = one.getBoundingClientRect();
    const parent = one.parentElement?.getBoundingClientRect();
    return {
      name: one.localName, x: x + scrollX, y: y + scrollY, width, height,
      left: x - (parent?.x ?? 0), top: y - (parent?.y ?? 0),
      inline: getComputedStyle(one).display === "inline",
      content: [one.scrollWidth, one.scrollHeight], inner: [one.clientWidth, one.clientHeight],
    };
  });
}

const browser = await launch(["--hide-scrollbars"]);
const properties = ["box", "width", "height", "x", "y", "left", "top", "overflows"];
const tally = Object.fromEntries(properties.map((one) => [one, { all: 0, equal: 0, near: 0 }]));
const kinds = new Map();
let known = 0;
let elements = 0;
let millis = 0;

function count(property, one, other, about) {
  const counted = tally[property];
  counted.all += 1;
  const apart = Math.abs(one - other);
  if (apart <= EQUAL) counted.equal += 1;
  if (apart <= NEAR) return void (counted.near += 1);
  const kind = `${property} <${about}>`;
  const of = kinds.get(kind) ?? { times: 0, example: `${one.toFixed(1)} instead of ${other.toFixed(1)}` };
  of.times += 1;
  kinds.set(kind, of);
}

for (const { page: path, boxes, lack, millis: took } of embedded) {
  if (lack) {
    console.log(`${path}: ${lack}`);
    continue;
  }
  millis += took;
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  await page.setJavaScriptEnabled(false);
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    const own = request.url().startsWith("file:") || request.url().startsWith("data:");
    return own ? request.continue() : request.abort();
  });
  await page.goto(pathToFileURL(path).href, { waitUntil: "load" });
  // Whoever has scripts sees none of it.
  await page.addStyleTag({ content: "noscript { display: none !important }" }).catch(() => undefined);
  const measured = await page.evaluate(measure);
  await page.close();
  // What was added stands last in the head.
  const surplus = measured.length - boxes.length;
  if (surplus > 1) console.log(`${path}: the trees differ by ${surplus} elements`);
  const index = view_of(boxes);
  boxes.forEach((own, position) => {
    const other = measured[position + (position >= index ? surplus : 0)];
    elements += 1;
    count("box", own ? FAR : 0, other ? FAR : 0, other?.name ?? own?.name ?? "?");
    if (!own || !other || own.name !== other.name) return;
    if (!own.known) return;
    known += 1;
    for (const property of ["width", "height", "x", "y"]) count(property, own[property], other[property], own.name);
    const overflows = (one) => (one.content[0] > one.inner[0] + 1 || one.content[1] > one.inner[1] + 1 ? FAR : 0);
    if (!other.inline) count("overflows", overflows(own), overflows(other), own.name);
  });
}

/** Where the body begins: behind what was added to the head. */
function view_of(boxes) {
  const body = boxes.findIndex((one) => one?.name === "body");
  return body < 0 ? boxes.length : body;
}

console.log(`${await browser.version()}: ${embedded.length} pages, ${elements} elements, the size of ${known} is known; ` +
  `${(millis / Math.max(embedded.length, 1)).toFixed(1)} ms of layout for a page`);
await browser.close();
const percent = (part, all) => `${((100 * part) / Math.max(all, 1)).toFixed(1)} %`.padStart(8);
console.log("property     compared    equal  within 4 px");
for (const [property, { all, equal, near }] of Object.entries(tally)) {
  if (all) console.log(`${property.padEnd(12)} ${String(all).padStart(8)} ${percent(equal, all)} ${percent(near, all)}`);
}
const listed = [...kinds].sort(([, one], [, other]) => other.times - one.times).slice(0, most);
for (const [kind, { times, example }] of listed) console.log(`${String(times).padStart(6)} × ${kind}: ${example}`);
