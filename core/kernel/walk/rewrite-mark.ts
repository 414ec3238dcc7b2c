import type { MaskedNumber } from '../match/masked-number.ts';
import { maskedNumber } from '../match/masked-number.ts';
import type { Target } from '../../model/ruleset.ts';
import { optionOf } from './target-options.ts';
import type { MatchPacket } from '../match/match-packet.ts';

/** mark_tg() and connmark_tg() (net/netfilter/xt_mark.c, xt_connmark.c); HMARK is a hash that no file tells. */
export function rewriteMark(packet: MatchPacket, { name, options }: Target): MatchPacket {
  const { connection, mark, ctstates } = packet;
  if (name === 'HMARK') return { ...packet, mark: null };
  if (name === 'MARK') return { ...packet, mark: changed(mark, changeOf(options)) };
  const restores = options.includes('--restore-mark');
  if (connection === null) {
    // Without a connection nothing is done; what one that is not known holds is not known either.
    const hasNone = ctstates?.every((state) => state === 'INVALID' || state === 'UNTRACKED') === true;
    return restores && !hasNone ? { ...packet, mark: null } : packet;
  }
  const [packetBits, connectionBits] = copiedBits(options);
  if (options.includes('--save-mark')) {
    const saved = mark === null ? null : { value: (mark & packetBits) >>> 0, mask: connectionBits };
    return { ...packet, connection: { ...connection, mark: changed(connection.mark, saved) } };
  }
  if (restores) {
    const held = connection.mark;
    const restored = held === null ? null : { value: (held & connectionBits) >>> 0, mask: packetBits };
    return { ...packet, mark: changed(mark, restored) };
  }
  return { ...packet, connection: { ...connection, mark: changed(connection.mark, changeOf(options)) } };
}

/** `(old & ~mask) ^ value`, as the kernel has it for every one of these options; null where it is not known. */
function changed(old: number | null, change: MaskedNumber | null): number | null {
  return old === null || change === null ? null : ((old & ~change.mask) ^ change.value) >>> 0;
}

/** iptables-save prints `--set-xmark` for all; the others are its short forms (iptables-extensions(8)). */
function changeOf(options: readonly string[]): MaskedNumber | null {
  const read = (name: string): MaskedNumber | null => {
    const text = optionOf(options, name);
    return text === null ? null : maskedNumber(text);
  };
  const xmark = read('--set-xmark');
  if (xmark) return xmark;
  const set = read('--set-mark');
  if (set) return { value: set.value, mask: (set.value | set.mask) >>> 0 };
  const and = read('--and-mark');
  if (and) return { value: 0, mask: ~and.value >>> 0 };
  const or = read('--or-mark');
  if (or) return { value: or.value, mask: or.value };
  const xor = read('--xor-mark');
  return xor ? { value: xor.value, mask: 0 } : null;
}

/** The bits of the packet's mark and of the ctmark that are copied. */
function copiedBits(options: readonly string[]): readonly [number, number] {
  const bits = (name: string): number | null => {
    const text = optionOf(options, name) ?? optionOf(options, '--mask');
    return text === null ? null : (maskedNumber(text)?.value ?? null);
  };
  return [bits('--nfmask') ?? 0xffffffff, bits('--ctmask') ?? 0xffffffff];
}
