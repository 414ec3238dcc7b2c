import type { ElementDefinition } from 'cytoscape';
import { bandsOf, type Box, type Heading, type PlacedNode } from '../../core/index.ts';

/** The grounds of the hooks and the names of tables and hosts, as elements without events. */
export function bandElements(nodes: readonly PlacedNode[], boxes: readonly Box[]): ElementDefinition[] {
  const { hooks, tables, hosts } = bandsOf(nodes, boxes);
  return [
    ...hooks.map(({ label, ground }, i): ElementDefinition => ({
      group: 'nodes',
      data: { id: `b${i}`, label, width: ground.right - ground.left, height: ground.bottom - ground.top },
      classes: 'band',
      position: { x: (ground.left + ground.right) / 2, y: (ground.top + ground.bottom) / 2 },
    })),
    ...tables.map((each, i) => heading(`t${i}`, each, 'text')),
    ...hosts.map((each, i) => heading(`h${i}`, each, 'text host')),
  ];
}

function heading(id: string, { label, left, y }: Heading, classes: string): ElementDefinition {
  const text = label.slice(0, 64);
  return {
    group: 'nodes',
    // Text is centred on its node; six pixels for a letter are near enough for a heading.
    data: { id, label: text, width: 2, height: 2 },
    classes,
    position: { x: left + text.length * 3, y },
  };
}
