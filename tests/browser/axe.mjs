// axe-core on one page: light and dark, on a phone and on a desk. In the dark only colours are others,
// so only the rules of colours are asked again.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDTHS = [375, 1280];
const SCHEMES = ['light', 'dark'];
const HEIGHT = 800;
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

// Return {"light 375": [violation, ...], ...}; a violation is one line.
export async function axe(page) {
  await page.evaluate(SOURCE);
  const found = {};
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      const rules = colorScheme === 'light' ? null : OF_COLOURS;
      found[`${colorScheme} ${width}`] = await page.evaluate(run, rules);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}

// In the page. The *rules*, or everything that axe knows and the size of what a finger must hit.
async function run(rules) {
  const more = { rules: { 'target-size': { enabled: true } } };
  const asked = rules ? { runOnly: { type: 'rule', values: rules } } : more;
  const options = { resultTypes: ['violations'], preload: false, ...asked };
  const { violations } = await window.axe.run(options);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}: ${node.html.slice(0, 160)}`),
  );
}
