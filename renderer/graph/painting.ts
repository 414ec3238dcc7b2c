import type { Scene } from './scene.ts';
import type { Looks } from './weights.ts';

/** What there is to paint now. */
export interface Painting {
  readonly scene: Scene;
  readonly looks: Looks;
  /** Places on the open packet's way, by their indexes. */
  readonly way: ReadonlySet<number>;
}

/** A canvas, its size in CSS pixels and how many of its own pixels stand for one of them. */
export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}
