import {
  formatAddress,
  lastAddress,
  maskAddress,
  parseAddress,
  parsePrefix,
  prefixContains,
} from '../../kernel/address.ts';
import type { AddressEdit, Refusal } from '../../model/edit.ts';
import type { InterfaceAddress, Route } from '../../model/network.ts';
import { type Configuration, withNetwork } from '../configuration.ts';
import { refuse } from '../typed-line.ts';
import { type IpWords, unknownDevice, valueAfter } from './ip-words.ts';

export function readAddress({ verb, words, command, state }: IpWords): AddressEdit | Refusal {
  const dev = valueAfter(words, 'dev');
  if (dev === null) return refuse('Not enough information: "dev" argument is required.', words[0]);
  const refused = unknownDevice(state, dev);
  if (refused !== null) return refused;
  const said = words.find(({ text }) => text !== 'dev' && text !== dev.text && text !== 'local');
  const [address = '', length] = (said?.text ?? '').split('/');
  const value = parseAddress(address);
  const width = typeof value === 'bigint' ? 128 : 32;
  if (said === undefined || value === null || (length !== undefined && !(Number(length) <= width)))
    return refuse(`Error: any valid prefix is expected rather than "${said?.text ?? ''}".`, said ?? dev);
  return {
    kind: 'address',
    op: verb === 'delete' ? 'del' : verb === 'replace' ? 'replace' : 'add',
    address: {
      family: width === 128 ? 'ipv6' : 'ipv4',
      dev: dev.text,
      address,
      prefixLength: Number(length ?? width),
      listing: 'whole',
      at: command.at,
    },
  };
}

/** fib_add_ifaddr() and fib_del_ifaddr() (net/ipv4/fib_frontend.c), addrconf: an address brings routes, and takes them along. */
export function applyAddress(state: Configuration, { op, address }: AddressEdit): Configuration | Refusal {
  const { addresses = [], routes = [] } = state.network ?? {};
  const index = addresses.findIndex(
    (each) =>
      each.dev === address.dev &&
      sameAddress(each.address, address.address) &&
      each.prefixLength === address.prefixLength,
  );
  const isThere = index >= 0;
  if (op === 'del') {
    if (!isThere)
      return refuse(
        address.family === 'ipv6' ? 'Error: ipv6: address not found.' : 'Error: ipv4: Address not found.',
      );
    const rest = addresses.toSpliced(index, 1);
    const own = routesOf(address, routes);
    const isStillOwn = rest.some((each) => sameAddress(each.address, address.address));
    const isOwnOnDevice = rest.some(
      (each) => each.dev === address.dev && sameAddress(each.address, address.address),
    );
    const others = rest.filter(
      (each) => each.dev === address.dev && each.family === address.family && inNetworkOf(each, address),
    );
    const kept = routes.flatMap((route): readonly Route[] => {
      if (
        route.preferredSource !== null &&
        sameAddress(route.preferredSource, address.address) &&
        !isStillOwn
      ) {
        const [next] = others;
        const isConnected = own.some((each) => isSameRoute(each, route)) && route.type === 'unicast';
        return isConnected && next !== undefined ? [{ ...route, preferredSource: next.address }] : [];
      }
      const isOwn = own.some((each) => isSameRoute(each, route));
      return isOwn &&
        !(route.type === 'local' && isOwnOnDevice) &&
        (others.length === 0 || route.type === 'local')
        ? []
        : [route];
    });
    return withNetwork(state, { addresses: rest, routes: kept });
  }
  if (isThere)
    return op === 'add'
      ? refuse(
          address.family === 'ipv6'
            ? 'Error: ipv6: address already assigned.'
            : 'Error: ipv4: Address already assigned.',
        )
      : state;
  const isDown =
    state.network?.links.some(({ name, flags }) => name === address.dev && !flags.includes('UP')) === true;
  const more = routesOf(address, routes).filter((route) => (route.type === 'local' || !isDown) && !routes.some((each) => isSameRoute(each, route))); // prettier-ignore
  return withNetwork(state, { addresses: [...addresses, address], routes: [...routes, ...more] });
}

/** The routes of one address, of table local only where the bundle shows that. */
export function routesOf(
  { family, dev, address, prefixLength, at }: InterfaceAddress,
  shown: readonly Route[],
): readonly Route[] {
  const value = parseAddress(address);
  const width = family === 'ipv6' ? 128 : 32;
  const showsLocal = shown.some(
    (route) => route.family === family && (route.table === 'local' || route.table === '255'),
  );
  if (value === null) return [];
  const text = formatAddress(value);
  const route = (type: Route['type'], prefix: string, table: string): Route => ({
    family, type, prefix, from: null, table, nextHops: [{ dev, via: null, weight: 1, flags: [] }],
    preferredSource: family === 'ipv4' ? text : null, metric: family === 'ipv6' ? 256 : 0, preference: 'medium', tos: 0,
    scope: type === 'local' ? 'host' : 'link', mtu: null, nexthopId: null, encapsulation: null, listing: 'whole',
    text: `${type === 'unicast' ? '' : `${type} `}${prefix} dev ${dev}${table === 'local' ? ' table local' : ''} proto kernel scope ${type === 'local' ? 'host' : 'link'} src ${text}`, at,
  }); // prettier-ignore
  const network = { value: maskAddress(value, prefixLength), length: prefixLength };
  const local = showsLocal ? [route('local', `${text}/${width}`, 'local')] : [];
  const subnet = `${formatAddress(network.value)}/${prefixLength}`;
  // The loopback's own network is the host itself (fib_add_ifaddr()).
  const isLoopback = dev === 'lo' && family === 'ipv4';
  const type = isLoopback ? ('local' as const) : ('unicast' as const);
  const isShown = prefixLength < width && (!isLoopback || showsLocal);
  const connected = isShown ? [route(type, subnet, isLoopback ? 'local' : 'main')] : [];
  const broadcast =
    showsLocal && family === 'ipv4' && prefixLength < 31
      ? [route('broadcast', `${formatAddress(lastAddress(network))}/32`, 'local')]
      : [];
  return [...local, ...connected, ...broadcast];
}

function isSameRoute(one: Route, other: Route): boolean {
  const [a, b] = [parsePrefix(one.prefix), parsePrefix(other.prefix)];
  return one.family === other.family && one.type === other.type && one.table === other.table && a?.value === b?.value && a?.length === b?.length && one.nextHops[0]?.dev === other.nextHops[0]?.dev; // prettier-ignore
}

function inNetworkOf(one: InterfaceAddress, { address, prefixLength }: InterfaceAddress): boolean {
  const [value, network] = [parseAddress(one.address), parsePrefix(`${address}/${prefixLength}`)];
  return (
    value !== null && network !== null && one.prefixLength === prefixLength && prefixContains(network, value)
  );
}

function sameAddress(one: string, other: string): boolean {
  const [a, b] = [parseAddress(one), parseAddress(other)];
  return a !== null && a === b;
}
