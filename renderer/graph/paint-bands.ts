import type { Bands } from '../../core/index.ts';
import { written } from './scene.ts';
import { fitting, isInSight, sizeAt, type Brush } from './brush.ts';

/** The ground of each hook with its name, and the names of tables and hosts, where they have room. */
export function paintBands(brush: Brush, bands: Bands): void {
  const { context, palette, sight, detail } = brush;
  const { zoom, pan } = brush.view;
  brush.shapes();
  context.fillStyle = palette.sunken;
  for (const { ground } of bands.hooks) {
    const { left, top, right, bottom } = ground;
    if (isInSight(ground, sight)) context.fillRect(left, top, right - left, bottom - top);
  }
  if (!detail.names) return;
  brush.text();
  const size = sizeAt(zoom);
  const sans = `${size}px ${palette.sans}`;
  context.textBaseline = 'middle';
  context.fillStyle = palette.ink3;
  context.font = sans;
  context.textAlign = 'center';
  for (const { label, ground } of bands.hooks) {
    // The name stays in sight with its ground: between the parts of it that are seen.
    const left = Math.max(ground.left, sight.left);
    const right = Math.min(ground.right, sight.right);
    if (right <= left) continue;
    const text = fitting(context, label, (right - left) * zoom);
    context.fillText(text, ((left + right) / 2) * zoom + pan.x, ground.top * zoom + pan.y - size * 0.75);
  }
  if (!detail.numbers) return;
  context.textAlign = 'left';
  const write = (label: string, left: number, y: number) =>
    context.fillText(written(label.slice(0, 64)), left * zoom + pan.x, y * zoom + pan.y);
  for (const { label, left, y } of bands.tables) write(label, left, y);
  context.fillStyle = palette.ink;
  context.font = `650 ${sans}`;
  for (const { label, left, y } of bands.hosts) write(label, left, y);
}
