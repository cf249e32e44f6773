// What a screen reader is told: the accessibility tree, without what it passes over.

const SILENT = ['none', 'generic', 'InlineTextBox', 'LineBreak'];
const FACTS = ['level', 'focusable', 'focused', 'url'];

// Return [{depth, role, name, level?, focusable?, focused?, url?}] in reading order.
export async function tree(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const rows = [];
  const read = (node, depth) => {
    const heard = !node.ignored && !SILENT.includes(node.role.value);
    if (heard) rows.push({ depth, ...spoken(node) });
    for (const id of node.childIds) if (byId.has(id)) read(byId.get(id), depth + heard);
  };
  read(nodes[0], 0);
  return rows;
}

function spoken({ role, name, properties = [] }) {
  const facts = properties.filter((one) => FACTS.includes(one.name));
  const values = facts.map((one) => [one.name, one.value.value]);
  return { role: role.value, name: name?.value ?? '', ...Object.fromEntries(values) };
}
