import type { NatRange } from '../model/statement.ts';

/** `10.2.0.2`, `10.2.0.2-10.2.0.9:80`, `:8080-8090`, `[fd00::1]:80`, `10.2.0.2:80-90/8080` (a shifted range). */
export function readNatRange(text: string | null): NatRange {
  const [, bracketed, plain = ''] = /^(?:\[([^\]]*)\])?(.*)$/.exec(text ?? '') ?? [];
  const isIpv6 = bracketed === undefined && plain.split(':').length > 2;
  const colon = isIpv6 ? -1 : plain.indexOf(':');
  const addresses = bracketed ?? (colon < 0 ? plain : plain.slice(0, colon));
  const [first = '', last = first] = addresses.split('-').map(unbracketed);
  return {
    address: addresses === '' ? null : { first, last },
    ports: readNatPorts(colon < 0 ? '' : plain.slice(colon + 1)),
  };
}

/** `8080`, `8080-8090`; null for none. */
export function readNatPorts(text: string): NatRange['ports'] {
  if (text === '') return null;
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  return first === undefined ? 'shifted' : [Number(first), Number(last)];
}

/** nft puts each end of a range of IPv6 addresses in brackets of its own. */
function unbracketed(text: string): string {
  return text.replace(/^\[|\]$/g, '');
}
