// Look at pages with one browser and print what was seen; the tests judge it.
// Standard input:  {"browser": path, "pages": {name: address}}
// Standard output: {name: what `look` returns}
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { axe } from './axe.mjs';
import { copied, open, skipped, stops, switched } from './keyboard.mjs';
import { tree } from './tree.mjs';
import { foreignFonts } from './fonts.mjs';
import { order, reflow, rules, shift, watchShifts } from './layout.mjs';

const AT_ONCE = 4;
// No name resolves: a page that asks the network for anything is refused and seen.
const ARGUMENTS = ['--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND'];
const PHONE = { width: 375, height: 800 };

const { browser: executablePath, pages } = JSON.parse(readFileSync(0, 'utf8'));
const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
const seen = {};
let turn = Promise.resolve(); // there is one clipboard, for pages in turn
const queue = Object.entries(pages);
await Promise.all(Array.from({ length: AT_ONCE }, work));
await browser.close();
process.stdout.write(JSON.stringify(seen));

async function work() {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [name, address] = next;
    seen[name] = await look(address);
  }
}

// Return everything about one page.
async function look(address) {
  const context = await browser.newContext({ viewport: PHONE, reducedMotion: 'reduce' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  const noise = listen(page);
  await watchShifts(page);
  await open(page, address);
  const found = { shift: await shift(page), rules: await rules(page) };
  found.phone = (await tree(page)).map(({ role, name }) => [role, name]);
  found.axe = await axe(page);
  found.tree = await tree(page);
  found.order = await order(page);
  found.reflow = await reflow(page);
  found.requests = [...noise.requests]; // what follows leaves the page
  found.stops = await stops(page, address);
  found.skipped = await skipped(page, address);
  found.switched = await switched(page, address);
  await (turn = turn.then(async () => { found.copied = await copied(page, address); }));
  found.messages = [...noise.messages]; // what follows makes some of its own
  found.foreign = await foreignFonts(page);
  await context.close();
  return found;
}

// Return the addresses that *page* asks for and what it says on the console; both go on filling.
function listen(page) {
  const noise = { requests: [], messages: [] };
  page.on('request', (request) => noise.requests.push(request.url().slice(0, 200)));
  page.on('console', (message) => noise.messages.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => noise.messages.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => noise.messages.push(`failed: ${request.url().slice(0, 200)}`));
  return noise;
}
