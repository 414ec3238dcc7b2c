import { parseAddress } from '../../kernel/address.ts';
import { icmp6Types, icmpTypes } from '../../kernel/match/icmp-type-names.ts';
import { serviceNumber } from '../../kernel/service-names.ts';
import { protocolNumber } from '../../kernel/protocol-number.ts';
import { matchNamed } from '../../dialects/iptables/matches.ts';
import { isTargetName } from '../../dialects/iptables/targets.ts';
import type { EditTool, IptablesEdit, Refusal } from '../../model/edit.ts';
import type { Chain } from '../../model/ruleset.ts';
import { refuse, type TypedWord } from '../typed-line.ts';
import { builtInChains } from './iptables-tables.ts';
import { wrongValue } from './wrong-value.ts';

/** Why iptables would not take the words of a rule; null where nothing speaks against them. */
export function checkRule(
  tool: EditTool,
  { table, family }: Pick<IptablesEdit, 'table' | 'family'>,
  chain: TypedWord,
  words: readonly TypedWord[],
  chains: readonly Chain[],
): Refusal | null {
  const name = `${tool} v1.8`;
  let target: TypedWord | null = null;
  for (let index = 0; index < words.length; index++) {
    const at = index;
    const word = words[at] as TypedWord;
    const value = words[words[index + 1]?.text === '!' ? index + 2 : index + 1];
    const isUserChain = chains.some((each) => each.name === value?.text);
    switch (word.text) {
      case '-j':
      case '--jump':
      case '-g':
      case '--goto':
        if (value === undefined) return refuse(`${name}: option "${word.text}" requires an argument`, word);
        if (target !== null) return refuse(`${name}: multiple -j flags not allowed`, word);
        target = value;
        if (builtInChains[table]?.includes(value.text)) return refuse(`${tool}: Invalid argument. Run \`dmesg' for more information.`, value); // prettier-ignore
        if (!isUserChain && word.text.includes('g'))
          return refuse(`${name}: goto '${value.text}' is not a chain`, value);
        if (!isUserChain && !isTargetName(value.text))
          return refuse(`${name}: Couldn't load target \`${value.text}':No such file or directory`, value);
        if (!isUserChain && table === 'nat' && value.text === 'DROP')
          return refuse(
            `${name}: The "nat" table is not intended for filtering, the use of DROP is therefore inhibited.`,
            value,
          );
        if (!isUserChain) {
          const misplaced = misplacedTarget(value.text, table, chain.text);
          if (misplaced)
            return refuse(`${tool}: Invalid argument. Run \`dmesg' for more information.`, value);
        }
        index++;
        break;
      case '-m':
      case '--match':
        if (value === undefined) return refuse(`${name}: option "${word.text}" requires an argument`, word);
        if (matchNamed(value.text) === undefined)
          return refuse(`${name}: Couldn't load match \`${value.text}':No such file or directory`, value);
        index++;
        break;
      case '-p':
      case '--protocol':
      case '--proto':
        if (value === undefined) return refuse(`${name}: option "${word.text}" requires an argument`, word);
        if (value.text !== 'all' && protocolNumber(value.text) === null)
          return refuse(`${name}: unknown protocol "${value.text}" specified`, value);
        break;
      case '-s':
      case '--source':
      case '--src':
      case '-d':
      case '--destination':
      case '--dst':
        if (value === undefined) return refuse(`${name}: option "${word.text}" requires an argument`, word);
        if (!isNetwork(value.text, family))
          return refuse(`${name}: ${whyNoNetwork(value.text, family)}`, value);
        break;
      case '-i':
      case '--in-interface':
        if (chain.text === 'OUTPUT' || chain.text === 'POSTROUTING') return refuse(`${name}: Can't use -i with ${chain.text}`, word); // prettier-ignore
        break;
      case '-o':
      case '--out-interface':
        if (chain.text === 'INPUT' || chain.text === 'PREROUTING') return refuse(`${name}: Can't use -o with ${chain.text}`, word); // prettier-ignore
        break;
      case '--dport':
      case '--sport':
      case '--destination-port':
      case '--source-port':
        if (
          value !== undefined &&
          /^\d*(?::\d*)?$/.test(value.text) &&
          value.text.split(':').some((port) => Number(port) > 65535)
        )
          return refuse(`${name}: invalid port/service \`${value.text}' specified`, value);
        if (value !== undefined && !value.text.split(':').every(isPort)) return refuse(`${name}: invalid port/service \`${value.text}' specified`, value); // prettier-ignore
        break;
      case '--icmp-type':
      case '--icmpv6-type': {
        // Each family has an option of its own.
        if ((word.text === '--icmpv6-type') !== (family === 'ipv6'))
          return refuse(`${name}: unknown option "${word.text}"`, word);
        const says = family === 'ipv6' ? 'Unknown ICMPv6 type' : 'Unknown ICMP type';
        if (value !== undefined && !isIcmpType(value.text, family))
          return refuse(`${name}: ${says} \`${value.text}'`, value);
        break;
      }
      case '--limit-iface-in':
        if (chain.text === 'OUTPUT' || chain.text === 'POSTROUTING') return refuse(`${tool}: Invalid argument. Run \`dmesg' for more information.`, word); // prettier-ignore
        break;
      case '--limit-iface-out':
        if (chain.text === 'INPUT' || chain.text === 'PREROUTING') return refuse(`${tool}: Invalid argument. Run \`dmesg' for more information.`, word); // prettier-ignore
        break;
      case '--ctstate':
      case '--state':
        for (const state of value?.text.split(',') ?? [])
          if (!states.has(state.toUpperCase()))
            return refuse(`${name}: Bad ${word.text.slice(2)} "${state}"`, value);
        break;
      default:
    }
    const wrong = wrongValue(words, at, value, family);
    if (wrong !== null) return refuse(`${name}: ${wrong.says}`, wrong.at);
  }
  const [after] = target === null ? [] : words.slice(words.indexOf(target) + 1);
  if (
    target !== null &&
    plainTargets.has(target.text) &&
    after !== undefined &&
    !after.text.startsWith('-') &&
    after.text !== '!'
  )
    return refuse(`Bad argument \`${after.text}'`, after);
  return null;
}

/** A number, or a name of /etc/services; a range may be open at both ends. */
function isPort(text: string): boolean {
  return /^\d*$/.test(text) || serviceNumber(text) !== null;
}

/** `8`, `3/4`, `any`, `echo-request`, or the beginning of one name alone. */
function isIcmpType(text: string, family: IptablesEdit['family']): boolean {
  const names = family === 'ipv6' ? icmp6Types : icmpTypes;
  const written = text.toLowerCase();
  return (
    /^\d{1,3}(?:\/\d{1,3})?$/.test(written) ||
    written === 'any' ||
    [...names.keys()].some((each) => each.startsWith(written))
  );
}

const plainTargets: ReadonlySet<string> = new Set(['ACCEPT', 'DROP', 'RETURN']);
const states: ReadonlySet<string> = new Set([
  'NEW',
  'ESTABLISHED',
  'RELATED',
  'INVALID',
  'UNTRACKED',
  'SNAT',
  'DNAT',
]);

/** One address, a prefix, or several with commas between. Names of hosts are for the real tool's resolver. */
function isNetwork(text: string, family: IptablesEdit['family']): boolean {
  return text.split(',').every((each) => {
    const [address = '', mask, more] = each.split('/');
    const value = parseAddress(address);
    if (value === null || more !== undefined || (typeof value === 'bigint') !== (family === 'ipv6'))
      return false;
    if (mask === undefined) return true;
    return /^\d{1,3}$/.test(mask)
      ? Number(mask) <= (family === 'ipv6' ? 128 : 32)
      : typeof parseAddress(mask) === typeof value;
  });
}

/** A mask that is too long is told apart from an address that is none. */
function whyNoNetwork(text: string, family: IptablesEdit['family']): string {
  const [address = '', mask] = text.split('/');
  return mask !== undefined && isNetwork(address, family)
    ? `invalid mask \`${mask}' specified`
    : `host/network \`${text}' not found`;
}

/** Targets that the kernel takes in some tables and hooks only (`.table` and `.hooks` of struct xt_target). */
const places: Readonly<
  Record<string, { readonly tables: readonly string[]; readonly chains?: readonly string[] }>
> = {
  DNAT: { tables: ['nat'], chains: ['PREROUTING', 'OUTPUT'] },
  REDIRECT: { tables: ['nat'], chains: ['PREROUTING', 'OUTPUT'] },
  SNAT: { tables: ['nat'], chains: ['POSTROUTING', 'INPUT'] },
  MASQUERADE: { tables: ['nat'], chains: ['POSTROUTING'] },
  NETMAP: { tables: ['nat'] },
  REJECT: { tables: ['filter'] },
  TPROXY: { tables: ['mangle'], chains: ['PREROUTING'] },
  CT: { tables: ['raw'] },
  NOTRACK: { tables: ['raw'] },
  TTL: { tables: ['mangle'] },
  HL: { tables: ['mangle'] },
  TOS: { tables: ['mangle'] },
  DSCP: { tables: ['mangle'] },
  ECN: { tables: ['mangle'] },
  TCPMSS: { tables: ['mangle', 'filter', 'security', 'raw'] },
};

function misplacedTarget(target: string, table: string, chain: string): boolean {
  const place = places[target];
  if (place === undefined) return false;
  const isBuiltIn = builtInChains[table]?.includes(chain) === true;
  return (
    !place.tables.includes(table) ||
    (isBuiltIn && place.chains !== undefined && !place.chains.includes(chain))
  );
}
