import { paint } from './paint.ts';
import type { Painting } from './painting.ts';
import { themePalette } from './palette.ts';

/** Sharp where it is printed, or put on a screen with small pixels. */
const wantedRatio = 2;
/** Browsers have no larger canvases. */
const longestSide = 16_000;
const mostPixels = 100_000_000;
/** In a smaller image no name could be read. */
const leastRatio = 0.75;

/** All of the graph as a PNG image in the colours of the window; null where it is too large for one. */
export async function imageOf(painting: Painting): Promise<Uint8Array | null> {
  const { extent } = painting.scene;
  if (extent === null) return null;
  const [width, height] = [Math.ceil(extent.right - extent.left), Math.ceil(extent.bottom - extent.top)];
  const ratio = Math.min(
    wantedRatio,
    longestSide / width,
    longestSide / height,
    Math.sqrt(mostPixels / (width * height)),
  );
  if (ratio < leastRatio) return null;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const palette = themePalette();
  const view = { zoom: 1, pan: { x: -extent.left, y: -extent.top } };
  paint({ context, width, height, ratio }, painting, palette, view, false);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalCompositeOperation = 'destination-over';
  context.fillStyle = palette.ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return blob === null ? null : new Uint8Array(await blob.arrayBuffer());
}
