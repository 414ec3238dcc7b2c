import type { Hook } from './journey.ts';

/** A place that packets pass: a chain (`filter/FORWARD`), or `in:eth0`, `out:eth1`, `local`, `routing`, `drop`, `lost`. */
export type FlowNodeName = string;

export interface FlowEdge {
  readonly host: string;
  readonly from: FlowNodeName;
  readonly to: FlowNodeName;
  /** Distinct packets. */
  readonly packets: number;
  /** Passages: a packet that takes the edge twice counts twice. */
  readonly traversals: number;
}

/** Where a node is drawn. Coordinates in CSS pixels at zoom 1, of the node's centre. */
export interface PlacedNode {
  readonly id: string;
  readonly host: string;
  readonly name: FlowNodeName;
  readonly kind: 'in' | 'out' | 'chain' | 'local' | 'routing' | 'drop' | 'lost';
  /** What stands in the node: the chain's name, the interface's name, a word. */
  readonly label: string;
  readonly table: string | null;
  /** The hook that packets are in there; a chain that several hooks call is drawn once for each. */
  readonly hook: Hook | null;
  readonly packets: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
