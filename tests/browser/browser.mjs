// A page of softpower in Chromium: node browser.mjs PAGE FOLDER. Prints one JSON object with what was found; pictures
// and prints for a person to look at land in FOLDER.
import { chromium } from "playwright-core";
import { execFileSync } from "node:child_process";
import { readFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [page_file, folder] = process.argv.slice(2).map((word) => resolve(word));
const url = pathToFileURL(page_file).href;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
mkdirSync(folder, { recursive: true });

const profile = mkdtempSync(join(tmpdir(), "softpower-browser-"));
const flags = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking " +
  "--disable-component-update --disable-sync";
const common = {
  executablePath: process.env.SOFTPOWER_CHROMIUM || "/usr/bin/chromium",
  headless: true,
  args: flags.split(" "),
};
const found = { requests: [], axe: [], errors: [], overflow: [], readings: [], prints: [] };

// A page with nothing to fetch from: whatever asks for more than the page itself is noted, and gets nothing.
async function opened(options = {}) {
  const user = mkdtempSync(join(profile, "user-"));
  const context = await chromium.launchPersistentContext(user, { ...common, ...options });
  await context.route("**/*", (route) => {
    const asked = route.request().url();
    if (asked === url || asked.startsWith("data:") || asked.startsWith("blob:")) return route.continue();
    found.requests.push(asked);
    return route.abort();
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.on("pageerror", (error) => found.errors.push(error.message));
  page.on("console", (said) => ["error", "warning"].includes(said.type()) && found.errors.push(said.text()));
  await page.goto(url);
  return { context, page };
}

// Light and dark, wide and narrow: what axe finds, and whether the page is wider than the window.
for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 390, 320]) {
    const { context, page } = await opened({ colorScheme, viewport: { width, height: 900 } });
    await page.evaluate(axe);
    const run = () => page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    const one = (found) => `${colorScheme} ${width}: ${found.id}: ${found.nodes[0].target} ${found.help}`;
    const told = (result) => result.violations.map(one);
    found.axe.push(...told(await run()));
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
    found.axe.push(...told(await run()));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) found.overflow.push(`${colorScheme} ${width}: ${wide}`);
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = false)));
    await page.screenshot({ path: join(folder, `${colorScheme}-${width}.png`), fullPage: true });
    await context.close();
  }
}

// With scripts: the keyboard reaches every control, in the order of the page, and the slider reads values.
{
  const { context, page } = await opened({ viewport: { width: 1280, height: 900 } });
  const controls = "a[href], button, input, summary, [tabindex='0']";
  const wanted = await page.evaluate((controls) => {
    const seen = [...document.querySelectorAll(controls)].filter((one) => one.checkVisibility());
    seen.forEach((one, place) => (one.dataset.place = place));
    return seen.length;
  }, controls);
  const reached = [];
  for (let press = 0; press < wanted + 5; press++) {
    await page.keyboard.press("Tab");
    const place = await page.evaluate(() => document.activeElement?.dataset?.place ?? null);
    if (place === null) break;
    reached.push(Number(place));
  }
  found.controls = wanted;
  found.reached = reached;

  const slider = page.locator("input[type=range]").first();
  if (await slider.count()) {
    await slider.focus();
    await page.keyboard.press("Home");
    found.readings.push(await slider.getAttribute("aria-valuetext"));
    await page.keyboard.press("End");
    found.readings.push(await slider.getAttribute("aria-valuetext"));
    found.cursor = await page.locator(".cursor").count();
    const drawing = page.locator(".drawing").first();
    const box = await drawing.boundingBox();
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.5);
    found.hover = await page.locator("output").first().textContent();
  }
  const toggle = page.locator("button", { hasText: "single runs" }).first();
  if (await toggle.count()) {
    const state = () => page.evaluate(() => document.querySelector(".singles").getAttribute("display"));
    found.singles = [await state()];
    await toggle.focus();
    await page.keyboard.press("Enter");
    found.singles.push(await state());
    await page.locator("figure").first().screenshot({ path: join(folder, "single-runs.png") });
    await toggle.click();
    found.singles.push(await state());
  }
  // What the page saves says where it comes from.
  for (const name of ["PNG", "SVG", "CSV"]) {
    const button = page.locator("button", { hasText: `Save ${name}` }).first();
    if (!(await button.count())) continue;
    const waiting = page.waitForEvent("download");
    await button.click();
    const saved = await waiting;
    await saved.saveAs(join(folder, `saved.${name.toLowerCase()}`));
  }
  const copy = page.locator("button", { hasText: "Copy methods" }).first();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]).catch(() => {});
  await copy.click();
  found.copied = await page.evaluate(() => navigator.clipboard?.readText().catch(() => null) ?? null);
  found.said = await copy.evaluate((button) => button.parentElement.querySelector(".said").textContent);
  await context.close();
}

// Without scripts: all text and charts are there.
{
  const { context, page } = await opened({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  found.without_scripts = {
    text: await page.locator("main").innerText(),
    drawings: await page.locator("svg.drawing").count(),
    buttons: await page.locator("button").count(),
  };
  await context.close();
}

// Printed: A4 and Letter. Each chart gets a mark in each of its corners: where they come out tells whether it is whole.
{
  const { context, page } = await opened();
  for (const format of ["A4", "Letter"]) {
    await page.pdf({ path: join(folder, `${format}.pdf`), format, printBackground: true });
  }
  found.charts = await page.evaluate(() => {
    const drawings = [...document.querySelectorAll("svg.drawing")];
    drawings.forEach((drawing, number) => {
      const { width, height } = drawing.viewBox.baseVal;
      const corners = { A: [0, 300], B: [width - 1200, 300], C: [0, height - 20], D: [width - 1200, height - 20] };
      for (const [name, [x, y]] of Object.entries(corners)) {
        const mark = document.createElementNS("http://www.w3.org/2000/svg", "text");
        Object.entries({ x, y, "font-size": 300 }).forEach(([key, value]) => mark.setAttribute(key, value));
        mark.textContent = `Q${number}${name}Q`;
        drawing.append(mark);
      }
    });
    return drawings.length;
  });
  for (const format of ["A4", "Letter"]) {
    const marked = join(profile, `${format}.pdf`);
    await page.pdf({ path: marked, format, printBackground: true });
    const words = execFileSync("pdftotext", ["-bbox", marked, "-"], { encoding: "utf8" });
    const places = {};
    words.split("<page ").slice(1).forEach((text, number) => {
      const [wide, high] = [/width="([\d.]+)"/, /height="([\d.]+)"/].map((size) => Number(size.exec(text)[1]));
      const marks = /xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(Q\d+[A-D]Q)</g;
      for (const [, left, top, right, bottom, mark] of text.matchAll(marks)) {
        const inside = left >= 0 && top >= 0 && right <= wide && bottom <= high;
        places[mark] = inside ? number + 1 : `beyond page ${number + 1}`;
      }
    });
    const corners = (number) => [..."ABCD"].map((corner) => places[`Q${number}${corner}Q`] ?? "nowhere");
    found.prints.push({ format, corners: Array.from({ length: found.charts }, (_, number) => corners(number)) });
  }
  await context.close();
}

rmSync(profile, { recursive: true, force: true });
console.log(JSON.stringify(found));
