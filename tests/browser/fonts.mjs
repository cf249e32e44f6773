// With which fonts letters are really drawn.

// Return [family and text] of what *page* draws with fonts that it does not carry.
export async function foreignFonts(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument');
  const { nodeIds } = await session.send('DOM.querySelectorAll', {
    nodeId: root.nodeId,
    selector: 'body *:not(script)',
  });
  const found = await Promise.all(nodeIds.map((nodeId) => foreign(session, nodeId)));
  await session.detach();
  return found.flat();
}

async function foreign(session, nodeId) {
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
  const others = fonts.filter((font) => !font.isCustomFont);
  if (!others.length) return [];
  const { outerHTML } = await session.send('DOM.getOuterHTML', { nodeId });
  return others.map((font) => `${font.familyName}: ${outerHTML.slice(0, 120)}`);
}
