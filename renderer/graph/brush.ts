import type { Box } from '../../core/index.ts';
import type { Palette } from './palette.ts';
import type { View } from './view.ts';

/** A canvas that is being painted, and what of the picture is to be seen on it. */
export interface Brush {
  readonly context: CanvasRenderingContext2D;
  readonly palette: Palette;
  readonly view: View;
  /** What is in sight, in the coordinates of the picture. */
  readonly sight: Box;
  readonly detail: Detail;
  /** From here on shapes are given in the coordinates of the picture. */
  shapes(): void;
  /** From here on text is given in CSS pixels from the canvas's corner: its size does not follow the zoom below 11 px. */
  text(): void;
}

/** How much can be told: names and numbers where they can be read, arrows and rounded corners where they can be made out. */
export interface Detail {
  readonly names: boolean;
  readonly numbers: boolean;
  readonly arrows: boolean;
  /** Boxes with their borders; else a stroke of colour for each. */
  readonly boxes: boolean;
}

/** Names of 12 px would be smaller than that at a zoom below 0.92. */
export const smallestText = 11;
export const textSize = 12;

/** `isSwift`: while a large picture moves, what the eye can't follow is left out. */
export function detailAt(zoom: number, isSwift: boolean): Detail {
  return {
    names: !isSwift && zoom > 0.3,
    numbers: !isSwift && zoom > 0.84,
    arrows: !isSwift && zoom > 0.25,
    boxes: zoom > 0.2,
  };
}

/** The size of names at a zoom, in pixels. */
export function sizeAt(zoom: number): number {
  return Math.max(smallestText, textSize * zoom);
}

export function isInSight({ left, right, top, bottom }: Box, sight: Box): boolean {
  return left <= sight.right && right >= sight.left && top <= sight.bottom && bottom >= sight.top;
}

const widths = new Map<string, number>();

/** As much of a text as there is room for, with its first letters; '' where not even those have room. */
export function fitting(context: CanvasRenderingContext2D, text: string, room: number): string {
  const width = widthOf(context, text);
  if (width <= room) return text;
  const letters = Math.floor(room / (width / text.length)) - 1;
  return letters < 4 ? '' : `${text.slice(0, letters)}…`;
}

/** Measured once for each font and text: a graph writes the same names with each frame. */
export function widthOf(context: CanvasRenderingContext2D, text: string): number {
  const key = `${context.font}\0${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (widths.size > 20_000) widths.clear();
  const { width } = context.measureText(text);
  widths.set(key, width);
  return width;
}
