// What a reader without a mouse meets.
import { tree } from './tree.mjs';

const MOST_STOPS = 500;

// Go to *address* and wait until it is shown.
export async function open(page, address) {
  await page.goto(address);
  await page.locator('body').waitFor();
}

// Return each place where Tab stops, from the top until it comes around.
export async function stops(page, address) {
  await open(page, address);
  const found = [];
  while (found.length < MOST_STOPS) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(focused);
    if (!stop) break;
    found.push(stop);
  }
  return found;
}

// Return where the skip link, the first stop, leads: the focus after Enter and after one Tab more.
export async function skipped(page, address) {
  await open(page, address);
  await page.keyboard.press('Tab');
  if (!(await page.locator('.skip:focus').count())) return null;
  await page.keyboard.press('Enter');
  const landed = await page.evaluate(() => document.activeElement?.localName);
  await page.keyboard.press('Tab');
  const inside = await page.evaluate(
    () => document.querySelector('main').contains(document.activeElement),
  );
  return { landed, inside };
}

// Return [asked, given] languages after following the switcher to the one after this page's.
export async function switched(page, address) {
  await open(page, address);
  const links = page.locator('nav a[lang]');
  const current = await links.evaluateAll((all) => all.findIndex((a) => a.ariaCurrent === 'page'));
  if (current < 0) return null;
  const next = links.nth((current + 1) % (await links.count()));
  await next.focus();
  const asked = await next.getAttribute('hreflang');
  await Promise.all([page.waitForURL((url) => url.href !== address), page.keyboard.press('Enter')]);
  return [asked, await page.evaluate(() => document.documentElement.lang)];
}

// Return {name, written, read, said}: the name and address of the first card's copy control, what
// Enter on it puts into the clipboard, what the status then says; null without such a control.
export async function copied(page, address) {
  await open(page, address);
  const control = page.locator('main a.anchor').first();
  if (!(await control.count())) return null;
  await control.focus();
  await page.keyboard.press('Enter');
  const status = page.getByRole('status');
  await status.filter({ hasText: /\S/ }).waitFor({ timeout: 5000 });
  return {
    name: (await tree(page)).findLast((row) => row.focused).name,
    written: await control.evaluate((link) => link.href),
    read: await page.evaluate(() => navigator.clipboard.readText()),
    said: await status.textContent(),
  };
}

// In the page. Describe the element in focus; null when Tab has come around.
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body || element.dataset.walked) return null;
  element.dataset.walked = 'yes';
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    html: element.outerHTML.slice(0, 160),
    name: element.ariaLabel || element.textContent.trim(),
    place: element.closest('nav, main, footer')?.localName ?? '',
    href: element.getAttribute('href'),
    hreflang: element.getAttribute('hreflang'),
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    uncovered: element === top || element.contains(top) || (top?.contains(element) ?? false),
  };
}
