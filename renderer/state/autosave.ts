import { forgetCase, storeCase } from '../case/stored-cases.ts';
import type { CaptureState } from './capture.svelte.ts';

const restMilliseconds = 400;

/** Keeps a capture's working state shortly after each change. To be called in an effect; what it returns ends that. */
export function autosave(capture: CaptureState): () => void {
  const left = capture.asLeft();
  if (left === null) return () => {};
  const rest = setTimeout(() => keep(capture), restMilliseconds);
  return () => clearTimeout(rest);
}

/** Keeps the working state in the page's own storage; nothing of a capture in which nothing was noted or filtered. */
export function keep(capture: CaptureState): void {
  const left = capture.asLeft();
  if (left === null) return;
  if (left.filter !== '' || left.notes.length > 0 || left.words !== '') storeCase(left);
  // The last note was taken away.
  else if (capture.notes.unsaved) forgetCase(left.files);
}
