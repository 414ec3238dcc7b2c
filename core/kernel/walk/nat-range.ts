/** What a target of nat lets the kernel choose from. */
export interface NatRange {
  /** Null: the address stays. Several are given as they stand in the rule, which reads as no address. */
  readonly address: string | null;
  /** Null: the port stays. `unknown`: by a rule that is not followed. */
  readonly ports: readonly [number, number] | 'unknown' | null;
}

/** `10.2.0.2`, `10.2.0.2-10.2.0.9:80`, `:8080-8090`, `[fd00::1]:80`, `10.2.0.2:80-90/8080` (a shifted range). */
export function natRange(text: string | null): NatRange {
  const [, bracketed, plain = ''] = /^(?:\[([^\]]*)\])?(.*)$/.exec(text ?? '') ?? [];
  const isIpv6 = bracketed === undefined && plain.split(':').length > 2;
  const colon = isIpv6 ? -1 : plain.indexOf(':');
  const addresses = bracketed ?? (colon < 0 ? plain : plain.slice(0, colon));
  const [first = '', last = first] = addresses.split('-');
  return {
    address: addresses === '' ? null : first === last ? first : addresses,
    ports: portsOf(colon < 0 ? '' : plain.slice(colon + 1)),
  };
}

function portsOf(text: string): NatRange['ports'] {
  if (text === '') return null;
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  return first === undefined ? 'unknown' : [Number(first), Number(last)];
}
