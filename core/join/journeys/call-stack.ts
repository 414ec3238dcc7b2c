import type { ResolvedPlace } from '../../model/journey.ts';

/** A chain that the packet is in: the place of its last step there, and the frame that it was called from. */
export interface Frame {
  readonly place: number;
  readonly caller: Frame | null;
  /** Left by a goto: nothing returns to its rules. Kept for built-in chains only, whose policy decides in the end. */
  readonly left: boolean;
}

/** The frame of a chain that the log enters from nowhere, or that a hook enters. */
export function bottomFrame(place: number): Frame {
  return { place, caller: null, left: false };
}

/** The frame of a chain that a rule of `top`'s chain sends the packet to. */
export function calledFrame(top: Frame, byGoto: boolean, place: number): Frame {
  if (!byGoto) return { place, caller: top, left: false };
  return { place, caller: top.caller ?? { ...top, left: true }, left: false };
}

/** The innermost frame, from `top` outwards, whose place fulfils the condition. */
export function frameOf(top: Frame, matches: (place: number) => boolean): Frame | null {
  for (let frame: Frame | null = top; frame !== null; frame = frame.caller)
    if (matches(frame.place)) return frame;
  return null;
}

/** Whether a packet that returns from `top` to `frame` would have had a step in a chain between them. */
export function skipsCaller(top: Frame, frame: Frame, resolved: readonly ResolvedPlace[]): boolean {
  for (let between = top.caller; between !== null && between !== frame; between = between.caller)
    if (resolved[between.place]?.verdict === 'jump') return true;
  return false;
}

/** Number of calls above `frame`. */
export function depthOf(frame: Frame): number {
  let depth = 0;
  for (let caller = frame.caller; caller !== null; caller = caller.caller) depth++;
  return depth;
}
