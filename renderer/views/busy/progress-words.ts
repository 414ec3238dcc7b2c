import type { Progress } from '../../../core/index.ts';

export const stageWords: Record<Progress['stage'], string> = {
  opening: 'Opening',
  reading: 'Reading',
  joining: 'Joining lines to packets',
  explaining: 'Finding out why packets died',
};

/** How much of the bundle is read, from 0 to 100; null while that is not known. */
export function percentOf(progress: Progress | null): number | null {
  if (progress === null || progress.bytesTotal === 0) return null;
  return Math.min(100, (progress.bytesRead / progress.bytesTotal) * 100);
}
