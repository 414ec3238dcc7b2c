import type { ElementDefinition } from 'cytoscape';
import { bandsOf, centre, type Box, type Heading, type PlacedNode } from '../../core/index.ts';
import type { PlacedElement } from './sight.ts';

/** The grounds of the hooks and the names of tables and hosts, as elements without events. */
export function bandElements(nodes: readonly PlacedNode[], boxes: readonly Box[]): PlacedElement[] {
  const { hooks, tables, hosts } = bandsOf(nodes, boxes);
  return [
    ...hooks.map((hook, i) => band(`b${i}`, hook.label, hook.ground)),
    ...tables.map((each, i) => heading(`t${i}`, each, 'text')),
    ...hosts.map((each, i) => heading(`h${i}`, each, 'text host')),
  ];
}

function band(id: string, label: string, box: Box): PlacedElement {
  const boxes = [box];
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  const element: ElementDefinition = {
    group: 'nodes',
    data: { id, label, width, height, boxes },
    classes: 'band',
    position: { ...centre(box) },
  };
  return { element, boxes };
}

function heading(id: string, { label, left, y }: Heading, classes: string): PlacedElement {
  const text = label.slice(0, 64);
  // Text is centred on its node; six pixels for a letter are near enough for a heading.
  const half = text.length * 3;
  const boxes = [{ left, right: left + 2 * half, top: y, bottom: y }];
  const element: ElementDefinition = {
    group: 'nodes',
    data: { id, label: text, width: 2, height: 2, boxes },
    classes,
    position: { x: left + half, y },
  };
  return { element, boxes };
}
