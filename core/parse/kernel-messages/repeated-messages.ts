import type { KernelMessage } from '../../model/kernel-message.ts';
import type { MessageCounter } from '../tracers/kernel-log/message-counter.ts';
import {
  closeMessage,
  groupOf,
  isOfOthers,
  keepsMore,
  type MessageGroup,
  type MessageTally,
} from './message-tally.ts';
import type { Wording } from './wording.ts';

/**
 * Leaves to the scanner the messages of a flood that only add to what is known: those of a group that the tally has, once
 * no more lines are kept as they are.
 */
export class RepeatedMessages {
  readonly #tally: MessageTally;
  readonly #counter: MessageCounter;
  /** The groups that are counted, by their numbers, and the other way round. */
  readonly #groups: MessageGroup[] = [];
  readonly #numbers = new Map<MessageGroup, number>();

  /** There is no room for more of them. */
  #isFull = false;

  constructor(tally: MessageTally, counter: MessageCounter) {
    this.#tally = tally;
    this.#counter = counter;
  }

  /** The next line that is read has that number: what was counted before it ended the message before that. */
  endBefore(line: number): void {
    const { open } = this.#tally;
    const { lastLine } = this.#counter;
    if (open !== null && lastLine > open.at.line && lastLine < line) closeMessage(this.#tally);
  }

  /** The message was read as one of that wording, from a line with the scanner's prefix, which names that host. */
  learn(message: KernelMessage, wording: Wording, host: number): void {
    const tally = this.#tally;
    if (this.#isFull || keepsMore(tally, message) || !this.#counter.counts(wording)) return;
    const group = groupOf(tally, message);
    if (group === null) return;
    if (!isOfOthers(tally, group)) {
      this.#learnGroup(group, message.fields, wording, host);
      return;
    }
    // There will be no more groups of that kind: what is in none of them belongs to the others.
    for (const each of tally.groups.values())
      if (
        each !== group &&
        isAlike(each, message) &&
        !this.#learnGroup(each, each.first.fields, wording, host)
      )
        return;
    this.#learnGroup(group, 'others', wording, host);
  }

  /**
   * Adds to the tally what was counted, and returns how many lines that is. `messageOf`: the message that stands in a
   * line.
   */
  end(messageOf: (bytes: Uint8Array, line: number) => KernelMessage | null): number {
    this.endBefore(Infinity);
    let lines = 0;
    for (const [number, group] of this.#groups.entries()) {
      const { count, lastLine, lastText } = this.#counter.counted(number);
      lines += count;
      group.count += count;
      if (count > 0 && lastLine > group.last.at.line)
        group.last = messageOf(lastText, lastLine) ?? group.last;
    }
    return lines;
  }

  #learnGroup(
    group: MessageGroup,
    fields: KernelMessage['fields'] | 'others',
    wording: Wording,
    host: number,
  ): boolean {
    const number = this.#numbers.get(group) ?? this.#groups.length;
    this.#isFull = number === this.#counter.room || !this.#counter.learn(wording, host, number, fields);
    if (this.#isFull) return false;
    if (number === this.#groups.length) this.#groups.push(group);
    this.#numbers.set(group, number);
    return true;
  }
}

function isAlike(a: Pick<KernelMessage, 'kind' | 'host' | 'meaning'>, b: typeof a): boolean {
  return a.kind === b.kind && a.host === b.host && a.meaning === b.meaning;
}
