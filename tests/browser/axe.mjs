// axe-core on one page: light and dark, on a phone and on a desk.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDTHS = [375, 1280];
const SCHEMES = ['light', 'dark'];
const HEIGHT = 800;

// Return {"light 375": [violation, ...], ...}; a violation is one line.
export async function axe(page) {
  await page.evaluate(SOURCE);
  const found = {};
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      found[`${colorScheme} ${width}`] = await page.evaluate(run);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}

// In the page. Everything that axe knows, and the size of what a finger must hit.
async function run() {
  const options = { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } };
  const { violations } = await window.axe.run(options);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}: ${node.html.slice(0, 160)}`),
  );
}
