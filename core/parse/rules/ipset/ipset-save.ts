import type { LineRef } from '../../../model/evidence.ts';
import type { IpSet } from '../../../model/ipset.ts';
import { classifyLines, type LineFate, type LineReader } from '../../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../../format.ts';
import { isProse } from '../../text/prose.ts';
import { emptySet, type OpenSet, setEntry } from './ipset-words.ts';
import { mostLines, tellingLines } from '../../text/recognise-lines.ts';

/**
 * The sets that `ipset save` prints (ipset(8)):
 *
 *   create svc-allow hash:ip,port family inet hashsize 1024 maxelem 65536 bucketsize 12 initval 0x276d0ea2
 *   add svc-allow 10.2.0.2,udp:53
 *
 * and `ipset list`, which with `-terse` ends before `Members:`
 *
 *   Name: svc-allow
 *   Type: hash:ip,port
 *   Revision: 7
 *   Header: family inet hashsize 1024 maxelem 65536 timeout 300 comment
 *   Size in memory: 408
 *   References: 1
 *   Number of entries: 1
 *   Members:
 *   10.2.0.2,udp:53 timeout 299 comment "name server"
 *
 * The other commands that `ipset restore` takes (`flush`, `del`, `swap`) are not carried out: the sets that they name
 * count as not wholly known.
 */
export const ipsetSave: Format<'ipset'> = {
  kind: 'ipset',
  madeBy: 'ipset save',
  recognises,
  begins: (line) => ownLine.test(line),
  parse,
};

const ownLine =
  /^\s*(?:Name: \S+$|Type: (?:hash|bitmap|list):|create \S+ (?:hash|bitmap|list):|add \S+ [\d.:a-f][\d.:a-f/,-]*(?:\s|$))/;

const create = /^\s*create\s+(\S+)\s+((?:hash|bitmap|list):\S+)(?:\s+(.*))?$/s;
const add = /^\s*add\s+(\S+)\s+(\S.*)$/;
const change = /^\s*(?:del|flush|destroy|rename|swap)(?:\s+(.*))?$/s;
const field = /^(Name|Type|Revision|Header|Size in memory|References|Number of entries|Members):\s*(.*)$/s;

function recognises(sample: Sample): boolean {
  const [first = '', second = '', third = ''] = tellingLines(sample);
  // A complaint of the command may come first; the members that follow are only addresses.
  if (isListHeading(first, second) || isListHeading(second, third)) return true;
  return mostLines(sample, (text) => create.test(text) || add.test(text));
}

function isListHeading(name: string, type: string): boolean {
  return /^Name: \S/.test(name) && /^Type: (?:hash|bitmap|list):/.test(type);
}

function parse(lines: readonly string[], file: string): Parsed {
  const sets = new Sets();
  const account = classifyLines(lines, file, sets);
  return { records: { kind: 'ipsets', items: sets.finish() }, ...account };
}

/** The sets read so far. */
class Sets implements LineReader {
  readonly #sets: OpenSet[] = [];
  readonly #byName = new Map<string, OpenSet>();
  /** The set whose fields and members `ipset list` is printing. */
  #listed: OpenSet | null = null;
  #inMembers = false;

  read(text: string, at: LineRef): LineFate {
    const heading = field.exec(text);
    if (heading) return this.#readField(heading[1] ?? '', (heading[2] ?? '').trim(), at);
    if (this.#listed !== null && this.#inMembers)
      return isProse(text) ? 'notOurs' : readEntry(this.#listed, text, at);
    const created = create.exec(text);
    if (created) {
      const [, name = '', type = '', options = ''] = created;
      return this.#open(emptySet(name, type, options, at));
    }
    const added = add.exec(text);
    if (added) {
      const set = this.#byName.get(added[1] ?? '');
      return set ? readEntry(set, added[2] ?? '', at) : { malformed: { kind: 'entry-without-set' } };
    }
    const changed = change.exec(text);
    if (changed) {
      const named = (changed[1] ?? '').split(/\s+/).filter((word) => this.#byName.has(word));
      for (const name of named.length > 0 ? named : this.#byName.keys()) {
        const set = this.#byName.get(name);
        if (set) set.complete = false;
      }
      return 'notModelled';
    }
    return /^(?:\s*#|ipset v|COMMIT$)/.test(text) ? 'notOurs' : { malformed: { kind: 'set-or-entry' } };
  }

  finish(): IpSet[] {
    return this.#sets.map(({ promised, ...set }) => ({
      ...set,
      complete: set.complete && (promised === null || promised === set.entries.length),
    }));
  }

  #open(set: OpenSet): 'parsed' {
    this.#sets.push(set);
    this.#byName.set(set.name, set);
    return 'parsed';
  }

  #readField(name: string, value: string, at: LineRef): LineFate {
    if (name === 'Name') {
      this.#inMembers = false;
      // Until its members come, nothing of the set is known.
      this.#listed = { ...emptySet(value, '', '', at), complete: false };
      return this.#open(this.#listed);
    }
    const set = this.#listed;
    if (set === null) return { malformed: { kind: 'set-without-name' } };
    if (name === 'Type') set.type = value;
    else if (name === 'Header') {
      const { family, mask, markMask, expires } = emptySet(set.name, set.type, value, set.at);
      Object.assign(set, { family, mask, markMask, expires });
    } else if (name === 'Number of entries') set.promised = /^\d+$/.test(value) ? Number(value) : null;
    else if (name === 'Members') {
      this.#inMembers = true;
      set.complete = true;
    }
    return 'parsed';
  }
}

function readEntry(set: OpenSet, text: string, at: LineRef): LineFate {
  const entry = setEntry(text, at);
  if (entry === null) {
    set.complete = false;
    return { malformed: { kind: 'set-entry' } };
  }
  set.entries.push(entry);
  return 'parsed';
}
