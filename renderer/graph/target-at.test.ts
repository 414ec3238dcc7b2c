import { expect, it } from 'vitest';
import type { PlacedNode } from '../../core/index.ts';
import { sceneOf } from './scene.ts';
import { targetAt } from './target-at.ts';
import { looksOf } from './weights.ts';

const node = (id: string, kind: PlacedNode['kind']): PlacedNode => ({
  id,
  host: '',
  name: id,
  kind,
  label: id,
  table: null,
  hook: null,
  base: null,
  chains: 1,
  packets: 3,
  x: 0,
  y: 0,
  width: 0,
  height: 0,
});
const nodes = [node('FORWARD', 'chain'), node('DOCKER', 'chain'), node('drop', 'drop')];
const box = (left: number, top: number, right: number, bottom: number) => ({ left, top, right, bottom });
const corners = [
  { x: 100, y: 15 },
  { x: 150, y: 15 },
  { x: 150, y: 115 },
  { x: 200, y: 115 },
];
const drawing = {
  boxes: [box(0, 0, 100, 30), box(200, 100, 300, 130), box(70, 20, 110, 40)],
  edges: [
    { from: 0, to: 1, packets: 3, points: corners, label: null },
    { from: 0, to: 2, packets: 1, points: [], label: null },
  ],
};
const scene = sceneOf(nodes, drawing, () => true);
const looks = (deaths: number) =>
  looksOf(
    {
      counts: {
        edges: Uint32Array.of(3, deaths),
        nodes: Uint32Array.of(3, 3, deaths),
        dying: Uint32Array.of(0, deaths),
      },
      compared: null,
      chosenEdges: new Set(),
      chosenNodes: new Set(),
      said: String,
      most: 3,
    },
    3,
    2,
  );
const at = (x: number, y: number, deaths = 1) => targetAt(scene, looks(deaths), { x, y }, 6);

it('a_place_is_hit_within_its_box', () => {
  expect(at(10, 10)).toEqual({ kind: 'node', index: 0 });
  expect(at(250, 129)).toEqual({ kind: 'node', index: 1 });
});

it('the_mark_of_a_death_lies_above_its_chain_and_is_there_only_with_deaths', () => {
  expect(at(90, 25)).toEqual({ kind: 'node', index: 2 });
  expect(at(90, 25, 0)).toEqual({ kind: 'node', index: 0 });
  expect(at(90, 38, 0)).toBeNull();
});

it('an_edge_is_hit_near_its_pieces_and_not_in_the_middle_of_its_bend', () => {
  expect(at(154, 60)).toEqual({ kind: 'edge', index: 0 });
  expect(at(175, 111)).toEqual({ kind: 'edge', index: 0 });
  expect(at(130, 60)).toBeNull();
});
