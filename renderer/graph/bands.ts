import type { ElementDefinition } from 'cytoscape';
import type { PlacedNode } from '../../core/index.ts';
import { grow, type Box } from './geometry.ts';

/** The grounds behind the chains of one hook, with its name, and the names of the tables over their chains. */
export function bandsOf(nodes: readonly PlacedNode[], boxes: readonly Box[]): ElementDefinition[] {
  const hooks = new Map<string, Box>();
  const hosts = new Map<string, Box>();
  const tables = new Map<string, { readonly name: string; box: Box }>();
  nodes.forEach((node, index) => {
    const box = boxes[index];
    if (box !== undefined) hosts.set(node.host, around(hosts.get(node.host), box));
    if (node.kind !== 'chain' || node.hook === null || box === undefined) return;
    const hook = JSON.stringify([node.host, node.hook]);
    hooks.set(hook, around(hooks.get(hook), box));
    const table = JSON.stringify([node.host, node.hook, node.table]);
    const known = tables.get(table);
    if (known === undefined || box.top < known.box.top || box.left < known.box.left) {
      tables.set(table, { name: node.table ?? '', box });
    }
  });
  const bands = [...hooks].map(([key, box], i): ElementDefinition => {
    const [, hook] = JSON.parse(key) as [string, string];
    const ground = { ...grow(box, 18), top: box.top - 22, bottom: box.bottom + 26 };
    return {
      group: 'nodes',
      data: {
        id: `b${i}`,
        label: hook,
        width: ground.right - ground.left,
        height: ground.bottom - ground.top,
      },
      classes: 'band',
      position: { x: (ground.left + ground.right) / 2, y: (ground.top + ground.bottom) / 2 },
    };
  });
  const headings = [...tables.values()].map(({ name, box }, i) =>
    heading(`t${i}`, name, box.left - 4, box.top - 8),
  );
  const names = (hosts.size < 2 ? [] : [...hosts]).map(([name, { left, top }], i) =>
    heading(`h${i}`, name || 'unnamed host', left, top - 32, 'text host'),
  );
  return [...bands, ...headings, ...names];
}

function heading(id: string, label: string, left: number, y: number, classes = 'text'): ElementDefinition {
  const text = label.slice(0, 64);
  return {
    group: 'nodes',
    // Text is centred on its node; six pixels for a letter are near enough for a heading.
    data: { id, label: text, width: 2, height: 2 },
    classes,
    position: { x: left + text.length * 3, y },
  };
}

function around(known: Box | undefined, box: Box): Box {
  if (known === undefined) return box;
  return {
    left: Math.min(known.left, box.left),
    right: Math.max(known.right, box.right),
    top: Math.min(known.top, box.top),
    bottom: Math.max(known.bottom, box.bottom),
  };
}
