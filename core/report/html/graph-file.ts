import type { PlacedGraph } from '../../model/graph.ts';
import type { Words } from '../../words/words.ts';
import { graphStyles } from './graph-styles.ts';
import { graphSvg } from './graph-svg.ts';
import { lightColours } from './light-colours.ts';
import { Markup, write } from './markup.ts';

/** A graph as an SVG file of its own, on a light ground. It holds no script and asks for nothing. */
export function graphFile(graph: PlacedGraph, label: string, words: Words): string {
  const style = new Markup([`<style>${withoutVariables()}</style>`], []);
  return `${write(graphSvg(graph, { id: 'g', label, words, style }), (text) => text)}\n`;
}

/** The styles for programs that draw, which know no custom properties. */
function withoutVariables(): string {
  const values = new Map(
    lightColours.split(';').map((each) => {
      const colon = each.indexOf(':');
      return [each.slice(0, colon).trim(), each.slice(colon + 1).trim()] as const;
    }),
  );
  return graphStyles
    .split('var(')
    .map((part, i) => {
      if (i === 0) return part;
      const end = part.indexOf(')');
      return `${values.get(part.slice(0, end)) ?? ''}${part.slice(end + 1)}`;
    })
    .join('');
}
