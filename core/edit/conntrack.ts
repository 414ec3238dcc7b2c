import { parseAddress } from '../kernel/address.ts';
import { protocolNumber } from '../kernel/protocol-number.ts';
import type { ConntrackEdit, Refusal, TupleAsked } from '../model/edit.ts';
import type { ConntrackEntry, ConntrackTuple } from '../model/conntrack.ts';
import type { Configuration } from './configuration.ts';
import type { TypedCommand } from './edit-kind.ts';
import { isRefusal, refuse, typedWords, withoutTool } from './typed-line.ts';

const options: Readonly<Record<string, keyof Asked>> = {
  '-s': 'src', '--src': 'src', '--orig-src': 'src', '-d': 'dst', '--dst': 'dst', '--orig-dst': 'dst',
  '--sport': 'sport', '--orig-port-src': 'sport', '--dport': 'dport', '--orig-port-dst': 'dport',
  '-r': 'replySrc', '--reply-src': 'replySrc', '-q': 'replyDst', '--reply-dst': 'replyDst',
  '--reply-port-src': 'replySport', '--reply-port-dst': 'replyDport',
  '-p': 'protocol', '--proto': 'protocol', '--protonum': 'protocol', '-f': 'family', '--family': 'family', '--state': 'state',
}; // prettier-ignore

interface Asked {
  src: string;
  dst: string;
  sport: string;
  dport: string;
  replySrc: string;
  replyDst: string;
  replySport: string;
  replyDport: string;
  protocol: string;
  family: string;
  state: string;
}

/** `-D -p udp --orig-src 10.1.0.2 --orig-dst 10.1.0.1 --dport 53` of conntrack(8), `conntrack` in front or not. */
export function readConntrack({ text }: TypedCommand): ConntrackEdit | Refusal {
  const typed = typedWords(text);
  if (isRefusal(typed)) return typed;
  const words = withoutTool(typed, ['conntrack']);
  if (!words.some((word) => word.text === '-D' || word.text === '--delete' || word.text === '-F'))
    return refuse(
      'conntrack v1.4 (conntrack-tools): only -D (delete) and -F (flush) change what is there',
      words[0],
    );
  const asked: Partial<Asked> = {};
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined || ['-D', '--delete', '-F', '--flush'].includes(word.text)) continue;
    const field = options[word.text];
    const value = words[++index];
    if (field === undefined)
      return refuse(`conntrack v1.4 (conntrack-tools): unknown option \`${word.text}'`, word);
    if (value === undefined)
      return refuse(`conntrack v1.4 (conntrack-tools): option \`${word.text}' requires an argument`, word);
    if (field === 'protocol' && protocolNumber(value.text) === null) return refuse(`conntrack v1.4 (conntrack-tools): \`${value.text}' unsupported protocol`, value); // prettier-ignore
    if (/src|dst/i.test(field) && !/port/i.test(field) && parseAddress(value.text.split('/')[0] ?? '') === null) return refuse(`conntrack v1.4 (conntrack-tools): can't parse address \`${value.text}'`, value); // prettier-ignore
    asked[field] = value.text;
  }
  const port = (value: string | undefined): number | null => (value === undefined ? null : Number(value));
  return {
    kind: 'conntrack',
    protocol: asked.protocol?.toLowerCase() ?? null,
    family: asked.family === undefined ? null : asked.family === 'ipv6' ? 'ipv6' : 'ipv4',
    original: {
      src: asked.src ?? null,
      dst: asked.dst ?? null,
      sport: port(asked.sport),
      dport: port(asked.dport),
    },
    reply: {
      src: asked.replySrc ?? null,
      dst: asked.replyDst ?? null,
      sport: port(asked.replySport),
      dport: port(asked.replyDport),
    },
    state: asked.state ?? null,
  };
}

export function applyConntrack(state: Configuration, edit: ConntrackEdit): Configuration | Refusal {
  const rest = state.conntrack.filter((entry) => !isMeant(edit, entry));
  if (rest.length === state.conntrack.length)
    return refuse('conntrack v1.4 (conntrack-tools): 0 flow entries have been deleted.');
  return { ...state, conntrack: rest };
}

/** Whether the command deletes the entry. */
export function isMeant(
  { protocol, family, original, reply, state }: ConntrackEdit,
  entry: ConntrackEntry,
): boolean {
  return (
    (protocol === null || protocolNumber(protocol) === protocolNumber(entry.protocol)) &&
    (family === null || family === entry.family) &&
    (state === null || state === entry.state) &&
    fits(original, entry.original) &&
    fits(reply, entry.reply)
  );
}

function fits(asked: TupleAsked, tuple: ConntrackTuple): boolean {
  return (['src', 'dst', 'sport', 'dport'] as const).every((field) => {
    const [wanted, has] = [asked[field], tuple[field]];
    if (wanted === null) return true;
    if (typeof wanted === 'number') return wanted === has;
    return typeof has === 'string' && parseAddress(wanted) === parseAddress(has);
  });
}
