import type { StylesheetJson } from 'cytoscape';

/** The window's colours as the graph's canvas needs them: values, not variables. */
interface Colours {
  readonly ground: string;
  readonly sunken: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly chosen: string;
  readonly dead: string;
  readonly deadGround: string;
  readonly unsure: string;
  readonly gained: string;
  readonly fewer: string;
  readonly sans: string;
  readonly mono: string;
}

/** The style of the graph in the colours of the theme that is in force now. */
export function graphStyle(): StylesheetJson {
  const c = themeColours();
  return [
    {
      selector: 'node',
      style: {
        shape: 'round-rectangle',
        'corner-radius': '3px',
        width: 'data(width)',
        height: 'data(height)',
        label: 'data(label)',
        color: c.ink,
        'font-family': c.mono,
        'font-size': 12,
        'min-zoomed-font-size': 6,
        'text-valign': 'center',
        'background-color': c.ground,
        'border-width': 1,
        'border-color': c.lineStrong,
        'overlay-opacity': 0,
        'z-index': 3,
        'z-index-compare': 'manual',
      },
    },
    // As if more of them lay behind it.
    {
      selector: 'node.family',
      style: { 'text-wrap': 'wrap', 'line-height': 1.15, 'border-style': 'double', 'border-width': 3 },
    },
    { selector: 'node.end', style: { 'background-color': c.sunken, 'corner-radius': '15px' } },
    {
      selector: 'node.routing',
      style: { shape: 'cut-rectangle', 'corner-radius': '9px', 'background-color': c.sunken },
    },
    { selector: 'node.lost', style: { color: c.unsure, 'border-color': c.unsure, 'border-style': 'dashed' } },
    {
      selector: 'node.drop',
      style: {
        color: c.dead,
        'font-family': c.sans,
        'font-weight': 'bold',
        'background-color': c.deadGround,
        'border-width': 0,
      },
    },
    {
      selector: 'node.band',
      style: {
        shape: 'rectangle',
        color: c.ink3,
        'font-family': c.sans,
        'text-valign': 'top',
        'text-halign': 'center',
        'text-margin-y': -3,
        'background-color': c.sunken,
        'border-width': 0,
        events: 'no',
        'z-index': 0,
      },
    },
    {
      selector: 'node.text',
      style: {
        color: c.ink3,
        'font-family': c.sans,
        'font-size': 12,
        'background-opacity': 0,
        'border-width': 0,
        events: 'no',
        'z-index': 4,
      },
    },
    { selector: 'node.host', style: { color: c.ink, 'font-weight': 'bold' } },
    {
      selector: 'node.number',
      style: {
        color: c.ink2,
        'text-background-color': c.sunken,
        'text-background-opacity': 1,
        'text-background-padding': '1px',
      },
    },
    {
      selector: 'edge',
      style: {
        width: 'data(width)',
        'curve-style': 'round-segments',
        // 'endpoints' is missing in the types.
        'edge-distances': 'endpoints' as never,
        'segment-weights': 'data(weights)' as never,
        'segment-distances': 'data(distances)' as never,
        'segment-radii': [8],
        'source-endpoint': 'data(source_end)' as never,
        'target-endpoint': 'data(target_end)' as never,
        // From the colour of those that live to that of those that die.
        'line-color': `mapData(dying, 0, 1, ${c.ink3}, ${c.dead})`,
        'line-cap': 'butt',
        'target-arrow-shape': 'triangle',
        'target-arrow-color': `mapData(dying, 0, 1, ${c.ink3}, ${c.dead})`,
        'arrow-scale': 0.7,
        'overlay-opacity': 0,
        'z-index': 2,
        'z-index-compare': 'manual',
      },
    },
    {
      selector: 'edge.unsure',
      style: { 'line-style': 'dashed', 'line-color': c.unsure, 'target-arrow-color': c.unsure },
    },
    { selector: 'edge.hover', style: { 'line-color': c.ink, 'target-arrow-color': c.ink, 'z-index': 3 } },
    { selector: 'edge.chosen', style: { 'line-color': c.ink, 'target-arrow-color': c.ink, 'z-index': 3 } },
    {
      selector: 'node.chosen',
      style: { 'border-width': 2, 'border-color': c.ink, 'background-color': c.chosen },
    },
    { selector: 'edge.none', style: { 'line-color': c.line, 'target-arrow-color': c.line, 'z-index': 1 } },
    {
      selector: 'edge.more, edge.appeared',
      style: { 'line-color': c.gained, 'target-arrow-color': c.gained, 'z-index': 3 },
    },
    {
      selector: 'edge.fewer, edge.vanished',
      style: { 'line-color': c.fewer, 'target-arrow-color': c.fewer, 'z-index': 3 },
    },
    // Taken in the other capture only: the place is kept, and nothing went there.
    {
      selector: 'edge.appeared.none, edge.vanished.none',
      style: { 'line-style': 'dashed', width: 1.5 },
    },
    { selector: 'node.number.more, node.number.appeared', style: { color: c.gained } },
    { selector: 'node.number.fewer, node.number.vanished', style: { color: c.fewer } },
    { selector: 'node.place.appeared', style: { 'border-width': 2, 'border-color': c.gained } },
    { selector: 'node.place.vanished', style: { 'border-width': 2, 'border-color': c.fewer } },
    { selector: 'node.none', style: { color: c.ink3, 'border-color': c.line } },
    { selector: 'node.number.none, node.drop.none', style: { display: 'none' } },
    { selector: 'node.number.vanished.none', style: { display: 'element' } },
  ];
}

function themeColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  // Cytoscape knows names of fonts in double quotes only.
  const value = (name: string) => style.getPropertyValue(`--${name}`).trim().replaceAll("'", '"');
  return {
    ground: value('ground'),
    sunken: value('sunken'),
    line: value('line'),
    lineStrong: value('line-strong'),
    ink: value('ink'),
    ink2: value('ink-2'),
    ink3: value('ink-3'),
    chosen: value('chosen'),
    dead: value('dead'),
    deadGround: value('dead-ground'),
    unsure: value('unsure'),
    gained: value('gained'),
    fewer: value('fewer'),
    sans: value('sans'),
    mono: value('mono'),
  };
}
