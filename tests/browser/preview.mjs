// Edit files while one browser looks at the preview of them, and print what was seen.
// Standard input:  {"browser": path, "address": of the preview, "sheet": path, "text": of the sheet}
// Standard output: JSON; the test says what must be in it
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { axe } from './axe.mjs';

const { browser: executablePath, address, sheet, text } = JSON.parse(readFileSync(0, 'utf8'));
const browser = await chromium.launch({ executablePath, args: ['--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 1000, height: 500 } });
const noise = { messages: [], requests: [] };
page.on('console', (message) => noise.messages.push(`${message.type()}: ${message.text()}`));
page.on('pageerror', (error) => noise.messages.push(`error: ${error.message}`));
page.on('request', (request) => noise.requests.push(request.url()));

const seen = { axe: {} };
await page.goto(`${address}?lang=fr,de,ar-XB`);
const [fr, de, ar] = await Promise.all(['fr', 'de', 'ar-XB'].map(pane));
seen.panes = await Promise.all([fr, de, ar].map((one) => one.evaluate(() => `${document.documentElement.lang} ${document.documentElement.dir}`)));

// An edit far above what the reader looks at.
await fr.evaluate(look);
save(text.replace('Un mélange qui fermente.', `Un mélange.${'\n\nLong.'.repeat(30)}`));
await says(fr, 'Long.');
seen.kept = await fr.evaluate(() => ({
  moved: Math.abs(document.getElementById('cuisson').getBoundingClientRect().top - globalThis.top0),
  focus: document.activeElement === globalThis.focused,
  same: document.getElementById('cuisson') === globalThis.card,
  selected: String(getSelection()),
}));

// A broken one, and its end.
save(text.replace('licence:', 'license:'));
await says(fr, 'frontmatter-key');
seen.problem = await fr.evaluate(() => document.getElementById('pf-problems').innerText);
seen.under = await fr.evaluate(() => document.querySelector('main').innerText.includes('Un four'));
save(text);
await fr.waitForFunction(() => !document.getElementById('pf-problems'));

// A marked unit, its entry, and back; the other pane, too, must show the whole sheet again.
await de.waitForFunction(() => document.querySelector('#pf-unit-2 .pf-catalog')?.getAttribute('href').includes('#L'));
await de.locator('main [data-unit="2"], article [data-unit="2"]').first().focus();
await page.keyboard.press('Enter');
seen.entry = await de.evaluate(() => ({ open: document.getElementById('pf-units').open, href: document.activeElement.getAttribute('href') }));
await de.locator('#pf-unit-2 .pf-find').click();
seen.back = await de.evaluate(() => document.activeElement.dataset.unit);

// Panes follow each other.
await fr.locator('h3').first().hover();
await page.mouse.wheel(0, 300);
seen.followed = await de.waitForFunction(() => scrollY > 50).then(() => true);

await page.goto(`${address}e/de/pain.html`);
await page.locator('#pf-units summary').click();
seen.axe.unit = await axe(page);
await page.goto(`${address}?lang=fr`);
seen.axe.shell = await axe(page);
await browser.close();
process.stdout.write(JSON.stringify({ ...seen, ...noise }));

async function pane(lang) {
  const frame = await (await page.waitForSelector(`iframe[src*="/${lang}/"]`)).contentFrame();
  await frame.waitForFunction(() => document.querySelector('[data-unit]') || document.documentElement.lang === 'fr' || document.documentElement.lang === 'ar-XB');
  return frame;
}

function save(what) { writeFileSync(sheet, what); }

function says(frame, words) {
  return frame.waitForFunction((wanted) => document.body.textContent.includes(wanted), words);
}

// In the page: scroll to the second card, select a word of it, focus the link of its head.
function look() {
  globalThis.card = document.getElementById('cuisson');
  scrollBy({ top: globalThis.card.getBoundingClientRect().top - 20, behavior: 'instant' });
  globalThis.top0 = globalThis.card.getBoundingClientRect().top;
  globalThis.focused = document.querySelector('nav a');
  globalThis.focused.focus({ preventScroll: true });
  getSelection().selectAllChildren(globalThis.card.querySelector('p'));
}
