// Where things stand: what moves, what sticks out, on which side a card has its rule.

const PHONE = { width: 320, height: 640, deviceScaleFactor: 2 };
const DESK_AT_400_PERCENT = { width: 320, height: 256, deviceScaleFactor: 4 };
const EDGE = 8; // px beside a card's outline, without text

// Have *page* remember how far its content jumps, before it is loaded.
export async function watchShifts(page) {
  await page.addInitScript(() => {
    window.shifts = [];
    const note = (list) => window.shifts.push(...list.getEntries().map((entry) => entry.value));
    new PerformanceObserver(note).observe({ type: 'layout-shift', buffered: true });
  });
}

// Return the sum of the layout shifts of a page that has come to rest.
export async function shift(page) {
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length);
  await rest(page); // what moves once the page is painted
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await rest(page);
  return page.evaluate(() => window.shifts.reduce((sum, value) => sum + value, 0));
}

// Return, for a narrow phone and a desk at 400 %, by how many px the page is too wide, and what is.
export async function reflow(page) {
  const session = await page.context().newCDPSession(page);
  const found = {};
  for (const [name, metrics] of Object.entries({ phone: PHONE, zoom: DESK_AT_400_PERCENT })) {
    await session.send('Emulation.setDeviceMetricsOverride', { ...metrics, mobile: false });
    await rest(page);
    found[name] = await page.evaluate(tooWide);
  }
  await session.detach();
  return found;
}

// Return {width: [[x, y] of each card that has a place in a grid, in the order of the source]}.
export async function order(page) {
  const found = {};
  for (const width of [800, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await rest(page);
    found[width] = await page.locator('main .grid > article').evaluateAll((cards) =>
      cards.map((card) => [Math.round(card.offsetLeft), Math.round(card.offsetTop)]),
    );
  }
  return found;
}

// Return {kind: {colour, left, right}} of the first card of each kind: both its edges as PNG.
export async function rules(page) {
  const found = {};
  for (const kind of ['llm', 'fm']) {
    const card = page.locator(`main article.${kind}`).first();
    if (!(await card.count())) continue;
    await card.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await card.boundingBox();
    const strip = { y: y + height / 2, height: 2 * EDGE, width: EDGE };
    const left = await page.screenshot({ clip: { ...strip, x } });
    const right = await page.screenshot({ clip: { ...strip, x: x + width - EDGE } });
    found[kind] = {
      colour: await card.locator('h3').evaluate((title) => getComputedStyle(title).color),
      left: left.toString('base64'),
      right: right.toString('base64'),
    };
  }
  return found;
}

function rest(page) {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
}

// In the page. What scrolls by itself may be wider than the page; the skip link waits outside of it.
function tooWide() {
  const root = document.scrollingElement;
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
  const inScroller = (element) => {
    for (let up = element; up && up !== document.body; up = up.parentElement) if (scrolls(up)) return true;
    return false;
  };
  const out = [...document.querySelectorAll('body *')].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width && (box.right > root.clientWidth + 1 || box.left < -1) && !inScroller(element) && !element.matches('.skip');
  });
  return {
    px: root.scrollWidth - root.clientWidth,
    elements: out.map((element) => element.outerHTML.slice(0, 120)),
  };
}
