import { parseAddress } from '../../kernel/address.ts';
import type { HostNetwork } from '../../kernel/routing/host-network.ts';
import { natOf } from '../../kernel/rule-effect.ts';
import type { Ruleset } from '../../model/ruleset.ts';
import type { Nat } from '../../model/statement.ts';

/**
 * Whether rules of the host may have given that source to packets that left, so that what comes to the address may be an
 * answer to somebody else. True where no rule that rewrites sources is known.
 */
export function isSourceGiven(
  address: string,
  rulesets: readonly Ruleset[],
  network: HostNetwork | null,
): boolean {
  const rules = sourceRules(rulesets);
  return rules.length === 0 || rules.some((nat) => mayGive(nat, address, network));
}

function mayGive({ type, to, map }: Nat, address: string, network: HostNetwork | null): boolean {
  if (map !== null || type === 'netmap' || type === 'same') return true;
  // MASQUERADE takes an address of the interface.
  if (type === 'masquerade')
    return network === null || network.addresses.length === 0 || hasAddress(network, address);
  if (to.address === null) return false;
  const first = parseAddress(to.address.first);
  const last = parseAddress(to.address.last);
  const value = parseAddress(address);
  if (first === null || last === null || value === null || typeof first !== typeof value) return true;
  return first <= value && value <= last;
}

function hasAddress({ addresses }: HostNetwork, address: string): boolean {
  const value = parseAddress(address);
  return addresses.some((own) => parseAddress(own.address) === value);
}

/** Found once: a node has 40,000 rules, and few that rewrite sources. */
function sourceRules(rulesets: readonly Ruleset[]): readonly Nat[] {
  let found = known.get(rulesets);
  if (found === undefined) {
    const rules = rulesets.flatMap(({ tables }) =>
      tables.flatMap(({ chains }) => chains.flatMap((chain) => chain.rules)),
    );
    found = rules.flatMap(({ spec }) => {
      const nat = natOf(spec);
      return nat === null || nat.type === 'dnat' || nat.type === 'redirect' ? [] : [nat];
    });
    known.set(rulesets, found);
  }
  return found;
}

const known = new WeakMap<readonly Ruleset[], readonly Nat[]>();
