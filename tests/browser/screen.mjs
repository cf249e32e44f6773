// Say when words come on the screen, for bench/serve.py.
// Argument:        {"browser": path, "page": address}
// Standard input:  a word on each line
// Standard output: "ready", then for each word the time, in ms of the clock, of the frame that shows it
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const { browser: executablePath, page: address } = JSON.parse(process.argv[2]);
const browser = await chromium.launch({ executablePath, args: ['--disable-gpu'] });
const page = await browser.newPage();
await page.goto(address);
await page.evaluate(watch);
await page.waitForTimeout(500);
process.stdout.write('ready\n');
for await (const word of createInterface({ input: process.stdin })) {
  process.stdout.write(`${await page.evaluate((wanted) => globalThis.when(wanted), word)}\n`);
}
await browser.close();

// In the page: note when the frame after each change of the title was painted.
function watch() {
  const seen = new Map();
  const waiting = new Map();
  const note = () => {
    const word = document.querySelector('h1').textContent.trim();
    if (seen.has(word)) return;
    seen.set(word, 0);
    requestAnimationFrame(() => setTimeout(() => { // the frame has been handed on
      seen.set(word, performance.timeOrigin + performance.now());
      waiting.get(word)?.(seen.get(word));
    }));
  };
  new MutationObserver(note).observe(document, { subtree: true, childList: true, characterData: true });
  globalThis.when = (word) => seen.get(word) || new Promise((done) => { waiting.set(word, done); });
}
