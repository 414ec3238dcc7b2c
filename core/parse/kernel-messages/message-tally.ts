import type { KernelMessage, KernelMessages, MessageFields } from '../../model/kernel-message.ts';
import { lineTime } from '../tracers/kernel-log/line-time.ts';

/** So many different ones of a kind are told apart on a host; the others are counted together. */
const MOST_OF_A_KIND = { losses: 1000, others: 100 } as const;
/** So many lines of a log are kept as they are: of losses, for they may be of a packet, and of all others. */
const MOST_KEPT = { losses: 10_000, others: 500 } as const;
/** What the kernel prints after a message follows within so many lines, unless other processors print in between. */
const FAR_LINES = 3;
const FAR_SECONDS = 1;

/** The messages of a log, or of a part of one. Plain data, which can be sent between threads. */
export interface MessageTally {
  readonly groups: Map<string, MessageGroup>;
  /** By kind and host: how many groups there are. */
  readonly groupsOf: Map<string, number>;
  readonly kept: { losses: number; others: number };
  /** The last message, while a line may follow that tells more of it. */
  open: KernelMessage | null;
  /** Such a line at the beginning of a part, whose message is in the part before. */
  leading: Continuation | null;
}

/** A line that tells more of the message before it. */
export interface Continuation {
  readonly line: number;
  readonly host: string;
  readonly uptimeSeconds: number | null;
  readonly fields: MessageFields;
}

interface MessageGroup extends Pick<KernelMessages, 'kind' | 'host' | 'meaning'> {
  count: number;
  suppressed: number;
  readonly first: KernelMessage;
  last: KernelMessage;
  readonly kept: KernelMessage[];
}

export function emptyMessages(): MessageTally {
  return {
    groups: new Map(),
    groupsOf: new Map(),
    kept: { losses: 0, others: 0 },
    open: null,
    leading: null,
  };
}

/** Takes the next message of the log. */
export function tallyMessage(tally: MessageTally, message: KernelMessage): void {
  closeMessage(tally);
  tally.open = message;
}

/** Takes a line that tells more of the message before it. */
export function tallyContinuation(tally: MessageTally, more: Continuation): void {
  const { open } = tally;
  if (open === null) {
    if (tally.groups.size === 0 && more.line <= FAR_LINES) tally.leading ??= more;
    return;
  }
  if (continues(open, more)) tally.open = { ...open, fields: { ...open.fields, ...more.fields } };
  closeMessage(tally);
}

/** Adds those of the log's next part, before which there are `lines` lines. */
export function addMessages(tally: MessageTally, part: MessageTally, lines: number): void {
  if (part.leading !== null) tallyContinuation(tally, { ...part.leading, line: lines + part.leading.line });
  const moved = (message: KernelMessage): KernelMessage => ({
    ...message,
    at: { ...message.at, line: lines + message.at.line },
  });
  if (part.groups.size > 0 || part.open !== null) closeMessage(tally);
  for (const [key, group] of part.groups) {
    const { kind, host, meaning, count, suppressed, first, last, kept } = group;
    addToGroup(tally, key, {
      kind,
      host,
      meaning,
      count,
      suppressed,
      first: moved(first),
      last: moved(last),
      kept: kept.map(moved),
    });
  }
  if (part.open !== null) tally.open = moved(part.open);
}

/** All messages of the log, in the order of their first lines. */
export function messagesOf(tally: MessageTally): readonly KernelMessages[] {
  closeMessage(tally);
  return [...tally.groups.values()]
    .sort((a, b) => a.first.at.line - b.first.at.line)
    .map((group) => ({
      ...group,
      first: { ...group.first, ...lineTime(group.first.text) },
      last: { ...group.last, ...lineTime(group.last.text) },
    }));
}

function continues({ at, host, uptimeSeconds }: KernelMessage, more: Continuation): boolean {
  if (more.line - at.line > FAR_LINES || more.host !== host) return false;
  if (uptimeSeconds === null || more.uptimeSeconds === null) return true;
  return Math.abs(more.uptimeSeconds - uptimeSeconds) < FAR_SECONDS;
}

function closeMessage(tally: MessageTally): void {
  const { open } = tally;
  tally.open = null;
  if (open === null) return;
  const { kind, host, meaning, fields } = open;
  addToGroup(tally, keyOf(open), {
    kind,
    host,
    meaning,
    count: 1,
    suppressed: fields.suppressed ?? 0,
    first: open,
    last: open,
    kept: [open],
  });
}

function addToGroup(tally: MessageTally, key: string, more: MessageGroup): void {
  const ofKind = `${more.kind}\0${more.host}`;
  const which = more.meaning === 'loss' ? 'losses' : 'others';
  const isFull = (tally.groupsOf.get(ofKind) ?? 0) >= MOST_OF_A_KIND[which];
  const group = tally.groups.get(key) ?? (isFull ? tally.groups.get(ofKind) : undefined);
  const kept = more.kept.slice(0, MOST_KEPT[which] - tally.kept[which]);
  tally.kept[which] += kept.length;
  if (group === undefined) {
    tally.groups.set(isFull ? ofKind : key, { ...more, kept });
    tally.groupsOf.set(ofKind, (tally.groupsOf.get(ofKind) ?? 0) + 1);
    return;
  }
  group.count += more.count;
  group.suppressed += more.suppressed;
  group.last = more.last;
  for (const message of kept) group.kept.push(message);
}

/** Equal for messages that say the same of the same. */
function keyOf({ kind, host, meaning, fields }: KernelMessage): string {
  let key = `${kind}\0${host}\0${meaning}`;
  for (const name in fields)
    if (!ofOnePacket.has(name)) key += `\0${name}\0${fields[name as keyof MessageFields]}`;
  return key;
}

const ofOnePacket: ReadonlySet<string> = new Set(
  Object.keys({
    sport: true,
    ipId: true,
    lengthBytes: true,
    suppressed: true,
  } satisfies Partial<Record<keyof MessageFields, true>>),
);
