import type { KernelMessage, KernelMessages, MessageFields } from '../../model/kernel-message.ts';
import { headedMessage } from './link-layer-header.ts';
import { lineTime } from '../tracers/kernel-log/line-time.ts';

/** How many different ones of a kind are told apart on a host; the others are counted together. */
const MOST_OF_A_KIND = { losses: 1000, others: 100 } as const;
/** How many lines of a log are kept as they are: of losses, since they may be about a packet, and of all others. */
const MOST_KEPT = { losses: 10_000, others: 500 } as const;
/** What the kernel prints after a message follows within this many lines, unless other processors print in between. */
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

/** Messages that say the same of the same. */
export interface MessageGroup extends Pick<KernelMessages, 'kind' | 'host' | 'meaning'> {
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
  if (open.kind === headedMessage && continues(open, more))
    tally.open = { ...open, fields: { ...open.fields, ...more.fields } };
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

/** No line follows that tells more of the last message. */
export function closeMessage(tally: MessageTally): void {
  const { open } = tally;
  tally.open = null;
  if (open === null) return;
  const { kind, host, meaning, fields } = open;
  const suppressed = fields.suppressed ?? 0;
  const key = keyOf(open);
  const group = groupAt(tally, key, open);
  if (group === null) {
    const kept = isKept(tally, open) ? [open] : [];
    addGroup(tally, key, { kind, host, meaning, count: 1, suppressed, first: open, last: open, kept });
    return;
  }
  group.count++;
  group.suppressed += suppressed;
  group.last = open;
  if (isKept(tally, open)) group.kept.push(open);
}

/** Adds a group of the log's next part. */
function addToGroup(tally: MessageTally, key: string, more: MessageGroup): void {
  const kept = more.kept.filter((message) => isKept(tally, message));
  const group = groupAt(tally, key, more);
  if (group === null) {
    addGroup(tally, key, { ...more, kept });
    return;
  }
  group.count += more.count;
  group.suppressed += more.suppressed;
  group.last = more.last;
  for (const message of kept) group.kept.push(message);
}

/** The group that a message belongs to; null where it begins one. */
export function groupOf(tally: MessageTally, message: KernelMessage): MessageGroup | null {
  return groupAt(tally, keyOf(message), message);
}

/** Whether the group is that of all messages of a kind and host which are told apart no more. */
export function isOfOthers(tally: MessageTally, group: MessageGroup): boolean {
  return tally.groups.get(kindKey(group)) === group;
}

/** Whether another line of that meaning would be kept as it is. */
export function keepsMore(tally: MessageTally, { meaning }: Pick<Subject, 'meaning'>): boolean {
  const share = shareOf({ meaning });
  return tally.kept[share] < MOST_KEPT[share];
}

type Subject = Pick<KernelMessage, 'kind' | 'host' | 'meaning'>;

/** The group that what is told of counts to; null where it begins one. */
function groupAt(tally: MessageTally, key: string, subject: Subject): MessageGroup | null {
  const known = tally.groups.get(key);
  if (known !== undefined) return known;
  const ofKind = kindKey(subject);
  return isFull(tally, subject, ofKind) ? (tally.groups.get(ofKind) ?? null) : null;
}

function addGroup(tally: MessageTally, key: string, group: MessageGroup): void {
  const ofKind = kindKey(group);
  tally.groups.set(isFull(tally, group, ofKind) ? ofKind : key, group);
  tally.groupsOf.set(ofKind, (tally.groupsOf.get(ofKind) ?? 0) + 1);
}

function isFull(tally: MessageTally, subject: Pick<Subject, 'meaning'>, ofKind: string): boolean {
  return (tally.groupsOf.get(ofKind) ?? 0) >= MOST_OF_A_KIND[shareOf(subject)];
}

/** Whether there is room for the message among those that are kept; then it takes it. */
function isKept(tally: MessageTally, { meaning }: Subject): boolean {
  if (!keepsMore(tally, { meaning })) return false;
  tally.kept[shareOf({ meaning })]++;
  return true;
}

function shareOf({ meaning }: Pick<Subject, 'meaning'>): 'losses' | 'others' {
  return meaning === 'loss' ? 'losses' : 'others';
}

/** The group of all that are told apart no more. */
function kindKey({ kind, host }: Pick<Subject, 'kind' | 'host'>): string {
  return `${kind}\0${host}`;
}

/** Equal for messages that say the same of the same. */
function keyOf({ kind, host, meaning, fields }: KernelMessage): string {
  let key = `${kind}\0${host}\0${meaning}`;
  for (const name in fields)
    if (!ofOnePacket.has(name)) key += `\0${name}\0${fields[name as keyof MessageFields]}`;
  return key;
}

/** Fields in which messages that say the same may differ. */
export const ofOnePacket: ReadonlySet<string> = new Set(
  Object.keys({
    sport: true,
    ipId: true,
    lengthBytes: true,
    suppressed: true,
  } satisfies Partial<Record<keyof MessageFields, true>>),
);
