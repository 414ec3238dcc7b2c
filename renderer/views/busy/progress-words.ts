import type { Progress } from '../../../core/index.ts';

/** Whether the work of this stage comes in pieces that are counted; otherwise nobody knows how much of it is left. */
export function isCounted(progress: Progress | null): boolean {
  return progress !== null && (progress.stage === 'opening' || progress.stage === 'reading');
}

/** Of a compressed log nobody knows how long it gets. */
export function isTotalKnown(progress: Progress | null): boolean {
  return progress !== null && progress.bytesTotal > 0 && !/\.(gz|xz|zst|bz2)$/i.test(progress.file);
}

/** How much of the bundle is read, from 0 to 100; null while that is not known, and while what was read is thought about. */
export function percentOf(progress: Progress | null): number | null {
  if (progress === null || !isTotalKnown(progress) || !isCounted(progress)) return null;
  return Math.min(100, (progress.bytesRead / progress.bytesTotal) * 100);
}
