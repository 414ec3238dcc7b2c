import type { BaseChain, Hook } from './journey.ts';

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
  /** Of a chain: the base chain that packets came into it from, where that is known. */
  readonly base: BaseChain | null;
  /** How many chains the place stands for: 1, or more for a folded family (`nat/KUBE-SEP-*`). */
  readonly chains: number;
  readonly packets: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A point in the coordinates of the placed nodes. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle in the same coordinates. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Packets between two placed nodes, given by their indexes. */
export interface NodeEdge {
  readonly from: number;
  readonly to: number;
  readonly packets: number;
}

/** An edge with its way around the nodes. */
export interface DrawnEdge extends NodeEdge {
  /** Corners from the border of one node to the border of the other; none for an edge to a drop, which is a mark. */
  readonly points: readonly Point[];
  /** The centre of its number; null where there is no room for one. */
  readonly label: Point | null;
}

/** The graph, ready to be drawn: what stands where. */
export interface Drawing {
  /** By index of node: where it is drawn. A drop is a small mark at the node where the packets died. */
  readonly boxes: readonly Box[];
  readonly edges: readonly DrawnEdge[];
}

/** What stands behind and above the nodes: the ground of each hook, the name of each table and of each host. */
export interface Bands {
  readonly hooks: readonly { readonly label: string; readonly ground: Box }[];
  /** `left` is where the text begins, `y` its middle. Hosts have none where there is only one. */
  readonly tables: readonly Heading[];
  readonly hosts: readonly Heading[];
}

export interface Heading {
  readonly label: string;
  readonly left: number;
  readonly y: number;
}

/** The graph of one host, drawn; of a very large one, the places that most packets visited. */
export interface PlacedGraph {
  readonly nodes: readonly PlacedNode[];
  readonly drawing: Drawing;
  readonly bands: Bands;
  /** By index of edge: how many of its packets die later. */
  readonly dying: readonly number[];
  /** Places that are not in it. */
  readonly leftOut: number;
}

/** The graphs of one host in two captures, in one layout. */
export interface GraphPair {
  readonly graph: PlacedGraph;
  readonly before: GraphCounts;
  readonly after: GraphCounts;
}

/** Distinct packets of each place and each edge, by their indexes in the graph. */
export interface GraphCounts {
  /** All packets of the host. */
  readonly packets: number;
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
}
