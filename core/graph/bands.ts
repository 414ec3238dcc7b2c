import type { Bands, Box, Heading, PlacedNode } from '../model/graph.ts';
import { grow } from './geometry.ts';

/** The grounds behind the chains of one hook, with its name, and the names of the tables over their chains. */
export function bandsOf(nodes: readonly PlacedNode[], boxes: readonly Box[]): Bands {
  const hooks = new Map<string, { readonly label: string; box: Box }>();
  const hosts = new Map<string, Box>();
  const tables = new Map<string, { readonly label: string; box: Box }>();
  nodes.forEach((node, index) => {
    const box = boxes[index];
    if (box !== undefined) hosts.set(node.host, around(hosts.get(node.host), box));
    if (node.kind !== 'chain' || node.hook === null || box === undefined) return;
    const hook = JSON.stringify([node.host, node.hook]);
    hooks.set(hook, { label: node.hook, box: around(hooks.get(hook)?.box, box) });
    const table = JSON.stringify([node.host, node.hook, node.table]);
    const known = tables.get(table);
    if (known === undefined || box.top < known.box.top || box.left < known.box.left) {
      tables.set(table, { label: node.table ?? '', box });
    }
  });
  return {
    hooks: Array.from(hooks.values(), ({ label, box }) => ({
      label,
      ground: { ...grow(box, 18), top: box.top - 22, bottom: box.bottom + 26 },
    })),
    tables: Array.from(tables.values(), ({ label, box }): Heading => ({
      label,
      left: box.left - 4,
      y: box.top - 8,
    })),
    hosts: (hosts.size < 2 ? [] : [...hosts]).map(([name, { left, top }]): Heading => ({
      label: name || 'unnamed host',
      left,
      y: top - 32,
    })),
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
