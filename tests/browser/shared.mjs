// Load pages that share their files, and print what was seen.
// Standard input:  {"browser": path, "pages": {name: address}}
// Standard output: {name: {messages, requests, foreign, loaded, said}}
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { foreignFonts } from './fonts.mjs';
import { copied, open } from './keyboard.mjs';

const { browser: executablePath, pages } = JSON.parse(readFileSync(0, 'utf8'));
const browser = await chromium.launch({ executablePath, args: ['--disable-gpu'] });
const seen = {};
for (const [name, address] of Object.entries(pages)) seen[name] = await look(address);
await browser.close();
process.stdout.write(JSON.stringify(seen));

async function look(address) {
  const context = await browser.newContext();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  const messages = [];
  const requests = [];
  page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => messages.push(`error: ${error.message}`));
  page.on('request', (request) => requests.push(request.url()));
  page.on('requestfailed', (request) => messages.push(`failed: ${request.url()}`));
  await open(page, address);
  await page.evaluate(() => document.fonts.ready);
  const loaded = await page.evaluate(() => [...document.fonts].map((face) => face.status));
  const { said } = await copied(page, address);
  const asked = requests.filter((url) => !url.startsWith('data:'));
  const found = { messages: [...messages], requests: asked, loaded, said };
  found.foreign = await foreignFonts(page); // which reads the style sheet again, and not as the page may
  await context.close();
  return found;
}
