import type { Cause, TableFamily } from '../../../core/index.ts';
import type { ReachQuestion, ReachTitle } from '../../state/reach.svelte.ts';
import type { Selection } from '../../selection/selection.ts';
import type { ReachAsk, RuleRow } from '../../worker/protocol.ts';
import { causeTitle } from '../dead-ends/cause-title.ts';

/** Every packet that comes in to a host. */
export function everyPacketOf(host: string): ReachAsk {
  return {
    host, in: '', local: false, src: '', dst: '', proto: '', sport: '', dport: '', state: '', through: null, dies: null, out: '',
  }; // prettier-ignore
}

/** All packets that die of a cause. */
export function whoDies(cause: Cause): ReachQuestion {
  const { host, kind, table, chain, rule } = cause;
  const { what, where } = causeTitle(cause);
  const about = where ? `${what} ${where}` : what;
  const ask = { ...everyPacketOf(host), local: chain === 'OUTPUT', dies: { kind, table, chain, rule } };
  return { title: 'dies', about, ask };
}

/** All packets that match a rule, or come to the end of a chain whose policy it is. */
export function whatComesTo(row: RuleRow, of: 'row' | 'chain'): ReachQuestion {
  const { host, family, table, chain } = row;
  const number = row.kind === 'rule' && of === 'row' ? row.number : null;
  const through = { tableFamily: tableFamilyOf(family), table, chain, rule: number };
  const base = { ...everyPacketOf(host), local: chain === 'OUTPUT' };
  const about = `${table}/${chain}${number === null ? '' : ` ${number}`}`;
  if (row.kind === 'policy' && of === 'row')
    return { title: 'dies', about, ask: { ...base, dies: { kind: 'policy', table, chain, rule: null } } };
  return { title: number === null ? 'passes' : 'catches', about, ask: { ...base, through } };
}

function tableFamilyOf(family: RuleRow['family']): TableFamily {
  return family === 'ipv4' ? 'ip' : family === 'ipv6' ? 'ip6' : family;
}

/** All packets that a selection is about, as far as it says interfaces, addresses, ports or a chain. */
export function whatGetsThrough(host: string, selection: Selection): ReachQuestion {
  const ask: { -readonly [Field in keyof ReachAsk]: ReachAsk[Field] } = { ...everyPacketOf(host) };
  const about: string[] = [];
  for (const term of selection) {
    if (term.negated) continue;
    switch (term.kind) {
      case 'in':
        ask.in = term.interface;
        break;
      case 'out':
        ask.out = term.interface;
        about.push(`out:${term.interface}`);
        break;
      case 'src':
      case 'dst':
        ask[term.kind] = term.address;
        break;
      case 'sport':
      case 'dport':
        ask[term.kind] = term.from === term.to ? String(term.from) : `${term.from}-${term.to}`;
        break;
      case 'proto':
        ask.proto = term.name;
        break;
      case 'chain':
        ask.through = placeOf(term.name, null) ?? ask.through;
        break;
      case 'rule':
        ask.through = placeOf(term.chain, term.number) ?? ask.through;
        break;
      default:
        // What else a filter can say is about captured packets.
        break;
    }
  }
  const { through } = ask;
  if (through !== null)
    about.push(`${through.table}/${through.chain}${through.rule === null ? '' : ` ${through.rule}`}`);
  if (through?.chain === 'OUTPUT') ask.local = true;
  const title: ReachTitle = through !== null && through.rule !== null ? 'catches' : 'passes';
  return { title, about: about.join(' '), ask };
}

/** `filter/FORWARD`; null for a chain without its table. */
function placeOf(name: string, rule: number | null): ReachAsk['through'] {
  const slash = name.indexOf('/');
  if (slash < 1) return null;
  return { tableFamily: null, table: name.slice(0, slash), chain: name.slice(slash + 1), rule };
}
