// pages_test.mjs -- HTML reports in a real browser: how they look, what they do, what a log cannot make them do.
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { faults } from "./layout.mjs";
import { folder, goldenStories, hostileLog, hugeLog, others, report, sample } from "./reports.mjs";

const { chromium } = createRequire(join(folder, "package.json"))("playwright-core");
let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
});
after(() => browser.close());

// Opens a report; whatever it says, asks for or shows by itself makes the test fail.
const open = async (file, { width = 1280, dark = false, script = true } = {}) => {
  const context = await browser.newContext({
    viewport: { width, height: 900 }, colorScheme: dark ? "dark" : "light", javaScriptEnabled: script });
  const page = await context.newPage();
  const noise = [];
  const address = pathToFileURL(file).href;
  page.on("request", (request) => { if (request.url() !== address) noise.push(`asked for ${request.url()}`); });
  page.on("dialog", (dialog) => { noise.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("console", (message) => noise.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => noise.push(`error: ${error.message}`));
  page.on("popup", () => noise.push("a window was opened"));
  await page.goto(address);
  const close = async () => {
    assert.deepEqual(noise, []);
    await context.close();
  };
  return { page, close };
};

// The axes are drawn anew in the frame after a resize.
const resize = async (page, width) => {
  await page.setViewportSize({ width, height: 900 });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
};
const picture = (page, name) => page.screenshot({ path: join(folder, "pictures", `${name}.png`), fullPage: true });
const pictured = new Set(["nginx.log", "pool_exhausted", "nothing_wrong", "by_four"]);
const texts = (page, selector) => page.locator(selector).evaluateAll((all) => all.map((each) => each.textContent));

describe("html", { concurrency: 2 }, () => {
  for (const { name, inputs, options } of [...goldenStories, ...others]) {
    test(`${name}: nothing is cut or overlaps`, async () => {
      const file = report(name, inputs, options);
      if (!options) assert.ok(statSync(file).size < 300000, `${statSync(file).size} bytes`);
      const { page, close } = await open(file);
      const look = async (mode) => assert.deepEqual(await page.evaluate(faults), [], mode);
      const widths = [[400, "light"], [400, "dark"], [1280, "dark"], [1280, "light"]];
      for (const [width, colorScheme] of widths) {
        await resize(page, width);
        await page.emulateMedia({ colorScheme });
        await look(`${width}, ${colorScheme}`);
        if (pictured.has(name)) await picture(page, `${name}-${width}-${colorScheme}`);
      }
      // With all that can be opened.
      await page.evaluate(() => {
        document.querySelectorAll("details").forEach((each) => { each.open = true; });
        const all = document.querySelector("#all");
        if (all && !all.hidden) all.click();
        document.querySelectorAll(".fold").forEach((each) => each.click());
      });
      await look("1280, opened");
      await resize(page, 400);
      await look("400, opened");
      await close();
    });
  }

  test("without its script it shows all, on paper it is light and without controls", async () => {
    const file = report("still", [sample], ["--top", "5"]);
    for (const width of [1280, 400]) {
      const { page, close } = await open(file, { width, script: false });
      const hidden = await page.evaluate(() => [...document.querySelectorAll("main tr, main p, main li")]
        .filter((each) => !each.closest("details") && !each.checkVisibility()).length);
      assert.equal(hidden, width === 400 ? 1 : 0, "only the heat map's head, where there is no room");
      assert.ok(await page.locator("#groups tbody tr.example").count() > 20);
      assert.deepEqual(await page.evaluate(faults), []);
      await picture(page, `still-${width}`);
      await close();
    }
    const { page, close } = await open(file, { dark: true });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    for (const control of [".tools", ".search", ".fold", "#all", ".readout"]) {
      assert.equal(await page.locator(control).first().isVisible(), false, control);
    }
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "light");
    assert.ok((await page.pdf({ format: "A4" })).length > 10000);
    await resize(page, 720);
    assert.deepEqual(await page.evaluate(faults), []);
    await picture(page, "still-print");
    await close();
  });

  test("the table sorts by any column, by pointer and by keyboard", async () => {
    const { page, close } = await open(report("sorts", [sample]));
    const sorted = async (name, column, compare) => {
      const seen = await texts(page, `#groups tbody tr:not(.example) td:nth-child(${column})`);
      assert.ok(seen.length > 20);
      assert.deepEqual(seen, [...seen].sort(compare), name);
    };
    const number = (text) => Number(text.replaceAll(",", ""));
    const head = (name) => page.locator("#groups th", { hasText: name });
    await sorted("failed", 1, (a, b) => number(b) - number(a));
    await head("failed").getByRole("button").click();
    assert.equal(await head("failed").getAttribute("aria-sort"), "ascending");
    await sorted("failed", 1, (a, b) => number(a) - number(b));
    await head("upstream").getByRole("button").focus();
    await page.keyboard.press("Enter");
    assert.equal(await head("upstream").getAttribute("aria-sort"), "ascending");
    assert.equal(await page.locator("#groups [aria-sort]").count(), 1);
    const natural = (a, b) => a.localeCompare(b, "en", { numeric: true });
    await sorted("upstream", 3, natural);
    await page.keyboard.press("Space");
    assert.equal(await head("upstream").getAttribute("aria-sort"), "descending");
    await sorted("upstream, down", 3, (a, b) => natural(b, a));
    await head("last").getByRole("button").click();
    await sorted("last", 6, (a, b) => (a < b ? -1 : a > b ? 1 : 0));
    const followers = await page.locator("#groups tr.example").evaluateAll((all) => all.map((example) => {
      const upstream = example.previousElementSibling.cells[2].textContent;
      return upstream.startsWith("10.") ? example.textContent.includes(upstream) : true;
    }));
    assert.ok(followers.length > 20 && followers.every(Boolean), "examples stay with their rows");
    await close();
  });

  test("the table filters by words and by cause, and shows the rest when asked", async () => {
    const { page, close } = await open(report("filters", [sample], ["--top", "10"]));
    const rows = page.locator("#groups tbody tr:not(.example):visible");
    const all = await page.locator("#groups tbody tr:not(.example)").count();
    assert.equal(await rows.count(), 10);
    await page.getByRole("searchbox", { name: "Filter" }).fill("REFUSED 10.0.3.3");
    const found = await rows.allTextContents();
    assert.ok(found.length > 0 && found.length < 10);
    for (const row of found) assert.match(row, /refused.*10\.0\.3\.3/);
    assert.match(await page.getByRole("status").textContent(), new RegExp(`^${found.length} of ${all} groups, [\\d,]+ failed`));
    await page.getByRole("searchbox").fill("no such words");
    assert.equal(await rows.count(), 0);
    await page.getByRole("searchbox").fill("");
    await page.getByRole("combobox", { name: "Cause" }).selectOption("response timed out");
    assert.ok(await rows.count() > 0);
    for (const row of await rows.allTextContents()) assert.match(row, /response timed out/);
    await page.getByRole("combobox", { name: "Cause" }).selectOption("");
    await page.getByRole("button", { name: `Show all ${all}` }).click();
    assert.equal(await rows.count(), all);
    await close();
  });

  test("an example comes and goes by click and by key", async () => {
    const { page, close } = await open(report("examples", [sample]));
    const row = page.locator("#groups tr.has-example").first();
    const example = page.locator("#groups tr.example").first();
    const button = row.getByRole("button", { name: "Example" });
    assert.equal(await example.isVisible(), false);
    await row.locator("td").nth(1).click();
    assert.equal(await example.isVisible(), true);
    assert.match(await example.textContent(), /^2026\/11\/25 .*\[error\]/);
    assert.equal(await button.getAttribute("aria-expanded"), "true");
    await button.focus();
    await page.keyboard.press("Enter");
    assert.equal(await example.isVisible(), false);
    assert.equal(await button.getAttribute("aria-expanded"), "false");
    await page.keyboard.press("Space");
    assert.equal(await example.isVisible(), true);
    await page.locator("#evidence tr.has-example").first().click();
    assert.equal(await page.locator("#evidence tr.example").first().isVisible(), true);
    await close();
  });

  test("the timeline zooms by drag, buttons and keys, the heat map with it", async () => {
    const { page, close } = await open(report("zooms", [sample]));
    const view = (selector) => page.locator(selector).first().getAttribute("viewBox");
    const cells = async () => (await view(".bars")).split(" ").map(Number);
    const whole = await cells();
    const ticks = () => texts(page, "#timeline .axis text");
    const before = await ticks();
    assert.ok(before.length >= 3);
    const box = await page.locator(".frame").boundingBox();
    const at = (part) => [box.x + box.width * part, box.y + box.height / 2];

    await page.mouse.move(...at(0.3));
    assert.match(await page.locator("#timeline .readout").textContent(), /^\d\d:\d\d:\d\d: (no failures|[\d,]+ failed: )/);
    await page.mouse.down();
    await page.mouse.move(...at(0.5), { steps: 4 });
    assert.match(await page.locator("#timeline .readout").textContent(), / to .* failed\. Enter zooms\./);
    await page.mouse.up();
    const dragged = await cells();
    assert.equal(dragged[0], Math.floor(whole[2] * 0.3));
    assert.equal(dragged[0] + dragged[2], Math.floor(whole[2] * 0.5) + 1);
    assert.notDeepEqual(await ticks(), before);
    assert.equal(await view(".strip"), `${dragged[0]} 0 ${dragged[2]} 1`);
    // The bars are those of the numbers, and no other.
    const drawn = await page.locator(".bars path:not(.incident)").evaluateAll((all) =>
      all.reduce((sum, path) => sum + (path.getAttribute("d").match(/M/g) || []).length, 0));
    const told = await page.locator(".numbers tbody tr").evaluateAll((all, [from, , length]) => all
      .filter((row) => row.dataset.cell >= from && row.dataset.cell < from + length)
      .reduce((sum, row) => sum + [...row.cells].slice(1, -1).filter((cell) => cell.textContent !== "").length, 0), dragged);
    assert.ok(told > 0);
    assert.equal(drawn, told);
    await page.locator("#when").screenshot({ path: join(folder, "pictures", "zoomed.png") });

    await page.getByRole("button", { name: "Reset" }).click();
    assert.deepEqual(await cells(), whole);
    assert.deepEqual(await ticks(), before);
    assert.equal(await page.getByRole("button", { name: "Reset" }).isDisabled(), true);
    await page.getByRole("button", { name: "Zoom in" }).click();
    const inner = await cells();
    assert.ok(inner[2] < whole[2] && inner[2] > 1);
    await page.getByRole("button", { name: "Later" }).click();
    assert.ok((await cells())[0] > inner[0]);
    await page.getByRole("button", { name: "Zoom out" }).click();
    await page.getByRole("button", { name: "Zoom out" }).click();
    assert.deepEqual(await cells(), whole);

    await page.locator(".plot").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("Enter");
    assert.deepEqual(await cells(), [1, 0, 4, 1000]);
    await page.keyboard.press("Escape");
    assert.deepEqual(await cells(), whole);
    await page.locator(".strip").first().hover();
    assert.match(await page.locator("#where .readout").textContent(), /^.+, \d\d:\d\d:\d\d: [\d,]+ failed$/);
    await close();
  });

  test("the keyboard reaches all that can be used, and shows where it is", async () => {
    const { page, close } = await open(report("keys", [sample], ["--top", "3"]));
    const reached = [];
    for (let i = 0; i < 40; ++i) {
      await page.keyboard.press("Tab");
      const now = await page.evaluate(() => {
        const at = document.activeElement;
        const style = getComputedStyle(at);
        return at === document.body ? null :
          { what: at.className || at.textContent || at.tagName, outline: `${style.outlineStyle} ${style.outlineWidth}` };
      });
      if (!now) break;
      assert.equal(now.outline, "solid 2px", now.what);
      reached.push(now.what);
    }
    for (const what of ["plot", "Zoom in", "The drawing in numbers", "INPUT", "upstream", "fold"]) {
      assert.ok(reached.some((each) => each === what), `${what} in ${reached.join("; ")}`);
    }
    await close();
  });

  test("a hostile log does nothing", async () => {
    const log = hostileLog();
    for (const [name, by] of [["cause", "cause,upstream"], ["host", "host,path"], ["server", "server,cause"], ["file", "file"]]) {
      const file = report(`hostile-${name}`, [log], ["--by", by]);
      assert.ok(statSync(file).size < 300000);
      for (const width of [1280, 400]) {
        const { page, close } = await open(file, { width });
        const touch = async () => {
          await page.evaluate(() => {
            document.querySelectorAll("button, summary, tr, bdi, code, select, path").forEach((each) => {
              for (const type of ["mouseover", "mousemove", "pointermove", "click", "focus"]) {
                each.dispatchEvent(new PointerEvent(type, { bubbles: true }));
              }
            });
            document.querySelectorAll("details").forEach((each) => { each.open = true; });
            document.querySelectorAll(".strip").forEach((each) => {
              const box = each.getBoundingClientRect();
              each.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX: box.left + box.width / 2 }));
            });
          });
          await page.getByRole("searchbox").fill("alert");
          await page.getByRole("searchbox").fill("");
        };
        await touch();
        await touch();
        const odd = await page.evaluate(() => [...document.querySelectorAll("*")].filter((each) =>
          ["IMG", "IFRAME", "LINK", "OBJECT", "FORM", "A"].includes(each.tagName.toUpperCase()) ||
          [...each.attributes].some(({ name }) => /^on|^href$|^src$|^style$/.test(name))).map((each) => each.outerHTML));
        assert.deepEqual(odd, []);
        assert.equal(await page.locator("script").count(), 1);
        const text = await page.evaluate(() => document.body.textContent + document.title);
        assert.ok(text.includes("<script>alert('ran')</script>"), "shown as what it is");
        assert.ok(!/[\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]/.test(text), "nothing that turns text around");
        assert.ok(text.includes("\\u{202e}"));
        assert.deepEqual(await page.evaluate(faults), []);
        if (name === "host") await picture(page, `hostile-${name}-${width}`);
        await close();
      }
    }
  });

  test("the page's policy lets no other script run and asks for nothing", async () => {
    const file = report("policy", [sample]);
    const context = await browser.newContext();
    const page = await context.newPage();
    const got = [];
    page.on("requestfinished", (request) => got.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    await page.evaluate(() => {
      document.body.append(Object.assign(document.createElement("script"), { textContent: "document.title = 'ran'" }));
      document.body.append(Object.assign(document.createElement("img"), { src: "../../../README.md" }));
      document.body.append(Object.assign(document.createElement("script"), { src: "../pages.js" }));
      document.body.setAttribute("onclick", "document.title = 'ran'");
      document.body.click();
    });
    await page.waitForTimeout(100);
    assert.match(await page.title(), /^why502: /);
    assert.deepEqual(got, [pathToFileURL(file).href]);
    await context.close();
  });

  test("100,000 groups open, and the page says what it leaves out", async () => {
    const file = report("huge", [hugeLog()], ["--top", "0"]);
    assert.ok(statSync(file).size < 5000000, `${statSync(file).size} bytes`);
    const { page, close } = await open(file);
    assert.match(await page.locator("#beyond").textContent(), /largest 2,000 of 100,000 groups/);
    await page.getByRole("searchbox").fill("10.0.10.");
    const found = await page.locator("#groups tbody tr:not(.example):visible").allTextContents();
    assert.ok(found.length > 0);
    for (const row of found) assert.match(row, /10\.0\.10\./);
    await page.locator("#groups th", { hasText: "first" }).getByRole("button").click();
    await close();
  });
});
