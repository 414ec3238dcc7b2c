import type { KernelMessage, KernelMessageKind } from '../model/kernel-message.ts';
import type { Witness } from '../model/witness.ts';
import type { JourneyEnd } from './endings/journey-end.ts';

/**
 * What the kernel said about the time of the packet's last line, within this many seconds. Where line or message shows no
 * clock of the kernel, nothing parts them.
 */
export function messagesNear(
  { messages }: Witness,
  kind: KernelMessageKind,
  ending: JourneyEnd,
  seconds: number,
): readonly KernelMessage[] {
  const ofKind = messages.filter((message) => message.kind === kind);
  return ofKind.flatMap(({ kept }) => kept.filter((message) => isNear(message, ending, seconds)));
}

/** Whether the message stands within this many seconds of the packet's last line. */
export function isNear({ uptimeSeconds }: KernelMessage, { second }: JourneyEnd, seconds: number): boolean {
  return uptimeSeconds === null || second === null || Math.abs(Math.floor(uptimeSeconds) - second) <= seconds;
}
