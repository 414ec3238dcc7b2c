import type { MarkChange } from '../../../model/statement.ts';
import { type MaskedNumber, readMasked } from '../mark-values.ts';
import { listedTarget, type IptablesTarget, type TargetOptions } from '../target.ts';

const hexMark = '(0x[0-9a-f]+(?:/0x[0-9a-f]+)?)';

/** mark_tg() and connmark_tg() (net/netfilter/xt_mark.c, xt_connmark.c); HMARK is a hash that no file tells. */
export const markTargets: readonly IptablesTarget[] = [
  {
    name: 'MARK',
    read: (options) => ({ kind: 'set-mark', on: 'packet', change: changeOf(options) }),
    listed: [
      listedTarget('MARK set (0x[0-9a-f]+)', '--set-xmark', '$1/0xffffffff'),
      listedTarget(`MARK (?:x|set-x)set ${hexMark}`, '--set-xmark', '$1'),
      listedTarget('MARK or (0x[0-9a-f]+)', '--set-xmark', '$1/$1'),
      listedTarget('MARK and (0x[0-9a-f]+)', '--and-mark', '$1'),
      listedTarget('MARK xor (0x[0-9a-f]+)', '--set-xmark', '$1/0x0'),
    ],
  },
  {
    name: 'CONNMARK',
    read(options) {
      if (options.has('--save-mark'))
        return { kind: 'set-mark', on: 'connection', change: copied(options, 'save') };
      if (options.has('--restore-mark'))
        return { kind: 'set-mark', on: 'packet', change: copied(options, 'restore') };
      return { kind: 'set-mark', on: 'connection', change: changeOf(options) };
    },
    listed: [
      listedTarget('CONNMARK set (0x[0-9a-f]+)', '--set-xmark', '$1/0xffffffff'),
      listedTarget(`CONNMARK xset ${hexMark}`, '--set-xmark', '$1'),
      // The mask that is cleared has a tilde before it, and is printed as it is for all that.
      listedTarget('CONNMARK save nfmask (\\S+) ctmask ~?(\\S+)', '--save-mark', '--nfmask', '$1', '--ctmask', '$2'), // prettier-ignore
      listedTarget('CONNMARK save ctmask ~?(\\S+) nfmask (\\S+)', '--save-mark', '--nfmask', '$2', '--ctmask', '$1'), // prettier-ignore
      listedTarget('CONNMARK restore ctmask (\\S+) nfmask ~?(\\S+)', '--restore-mark', '--nfmask', '$2', '--ctmask', '$1'), // prettier-ignore
      listedTarget('CONNMARK save mask (\\S+)', '--save-mark', '--nfmask', '$1', '--ctmask', '$1'),
      listedTarget('CONNMARK restore mask (\\S+)', '--restore-mark', '--nfmask', '$1', '--ctmask', '$1'),
      listedTarget('CONNMARK save', '--save-mark'),
      listedTarget('CONNMARK restore', '--restore-mark'),
      listedTarget('CONNMARK or (0x[0-9a-f]+)', '--set-xmark', '$1/$1'),
      listedTarget('CONNMARK and (0x[0-9a-f]+)', '--and-mark', '$1'),
      listedTarget('CONNMARK xor (0x[0-9a-f]+)', '--set-xmark', '$1/0x0'),
    ],
  },
  {
    name: 'HMARK',
    read: () => ({ kind: 'set-mark', on: 'packet', change: null }),
    listed: [listedTarget('HMARK .*')],
  },
];

/** iptables-save prints `--set-xmark` for all; the others are its short forms (iptables-extensions(8)). */
export function changeOf({ value }: Pick<TargetOptions, 'value'>): MarkChange | null {
  const read = (name: string): MaskedNumber | null => {
    const text = value(name);
    return text === null ? null : readMasked(text);
  };
  const xmark = read('--set-xmark');
  if (xmark) return flipped(xmark.value, xmark.mask);
  const set = read('--set-mark');
  if (set) return flipped(set.value, (set.value | set.mask) >>> 0);
  const and = read('--and-mark');
  if (and) return flipped(0, ~and.value >>> 0);
  const or = read('--or-mark');
  if (or) return flipped(or.value, or.value);
  const xor = read('--xor-mark');
  return xor ? flipped(xor.value, 0) : null;
}

/** VALUE/MASK of `--set-xmark`: the bits of the mask are cleared, those of the value flipped. */
export function flipped(value: number, mask: number): MarkChange {
  return { keep: ~mask >>> 0, copy: 0, flip: value };
}

/** `(old & ~own mask) ^ (other & its mask)` */
function copied({ value }: TargetOptions, direction: 'save' | 'restore'): MarkChange {
  const bits = (name: string): number =>
    readMasked(value(name) ?? value('--mask') ?? '0xffffffff')?.value ?? 0xffffffff;
  const [packetBits, connectionBits] = [bits('--nfmask'), bits('--ctmask')];
  return direction === 'save'
    ? { keep: ~connectionBits >>> 0, copy: packetBits, flip: 0 }
    : { keep: ~packetBits >>> 0, copy: connectionBits, flip: 0 };
}
