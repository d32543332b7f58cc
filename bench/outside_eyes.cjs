// Asked by bench/outside_eyes.py: pa11y over pages (JSON on stdin), or lighthouse over a few. A line of JSON per answer.
const puppeteer = require("puppeteer");

const ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];

async function eachPage(browser, { site, pages }) {
  const pa11y = require("pa11y");
  for (const { name, path, cookie, language, light } of pages) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: light }]);
    if (cookie) await page.setCookie({ name: "session", value: cookie, url: site });
    let told;
    try {
      const url = `${site}/${language}${path}`;
      const found = await pa11y(url, { browser, page, runners: ["htmlcs"], standard: "WCAG2AA", timeout: 60000 });
      told = { issues: found.issues.map(({ code, selector, message }) => ({ code, selector, message })) };
    } catch (error) {
      told = { failure: String(error) };
    }
    console.log(JSON.stringify({ name, language, light, ...told }));
    await context.close();
  }
}

async function lighthouse(browser, { site, pages, rounds }) {
  const { default: run } = await import("lighthouse");
  const port = Number(new URL(browser.wsEndpoint()).port);
  for (const { name, path, language } of pages) {
    for (let round = 0; round < rounds; round++) {
      const flags = { port, onlyCategories: ["performance", "accessibility"], logLevel: "error" };
      const { lhr } = await run(`${site}/${language}${path}`, flags);
      const { performance, accessibility } = lhr.categories;
      const audits = Object.values(lhr.audits);
      const failed = audits.filter((one) => one.score !== null && one.score < 0.9).map((one) => one.id);
      console.log(JSON.stringify({ name, performance: performance.score, accessibility: accessibility.score, failed }));
    }
  }
}

async function main() {
  let text = "";
  for await (const chunk of process.stdin) text += chunk;
  const asked = JSON.parse(text);
  const browser = await puppeteer.launch({ executablePath: asked.chromium, args: ARGS, headless: "shell" });
  await (asked.rounds ? lighthouse : eachPage)(browser, asked);
  await browser.close();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
