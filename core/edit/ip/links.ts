import type { LinkEdit, Refusal } from '../../model/edit.ts';
import type { Route } from '../../model/network.ts';
import { type Configuration, withNetwork } from '../configuration.ts';
import { refuse } from '../typed-line.ts';
import { routesOf } from './addresses.ts';
import { type IpWords, unknownDevice } from './ip-words.ts';

const withValue = new Set([
  'mtu',
  'master',
  'dev',
  'txqueuelen',
  'qlen',
  'address',
  'name',
  'alias',
  'netns',
]);

export function readLink({ words, verbAt, state }: IpWords): LinkEdit | Refusal {
  const set: { up: LinkEdit['set']['up']; mtu: number | null; master: string | null } = {
    up: null,
    mtu: null,
    master: null,
  };
  let dev: (typeof words)[number] | null = null;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) break;
    const value = withValue.has(word.text) ? words[++index] : undefined;
    if (withValue.has(word.text) && value === undefined)
      return refuse('Command line is not complete. Try option "help"', word);
    if (word.text === 'up' || word.text === 'down') set.up = word.text;
    else if (word.text === 'nomaster') set.master = '';
    else if (word.text === 'dev') dev = value ?? null;
    else if (word.text === 'mtu') {
      if (!/^\d+$/.test(value?.text ?? ''))
        return refuse(`Error: argument "${value?.text}" is wrong: Invalid "mtu" value`, value);
      set.mtu = Number(value?.text);
    } else if (word.text === 'master') {
      const refused = unknownDevice(state, value ?? null);
      if (refused !== null)
        return refuse(`Error: argument "${value?.text}" is wrong: Device does not exist`, value);
      set.master = value?.text ?? null;
    } else if (value !== undefined)
      return refuse({ kind: 'not-modelled', command: `ip link set ${word.text}` }, word);
    else if (dev === null) dev = word;
    else return refuse(`Error: either "dev" is duplicate, or "${word.text}" is a garbage.`, word);
  }
  if (dev === null) return refuse('Not enough of information: "dev" argument is required.', verbAt);
  return unknownDevice(state, dev) ?? { kind: 'link', dev: dev.text, set };
}

/**
 * An interface that goes down takes along the routes that lead out of it, but for the host's own IPv4 addresses
 * (fib_disable_ip()); coming up brings back those of its addresses alone.
 */
export function applyLink(state: Configuration, { dev, set }: LinkEdit): Configuration | Refusal {
  const { links = [], routes = [], addresses = [] } = state.network ?? {};
  const link = links.find(({ name }) => name === dev);
  if (link === undefined) return refuse({ kind: 'interface-not-shown', dev });
  const wasUp = link.flags.includes('UP');
  const states = new Set(['UP', 'LOWER_UP', 'NO-CARRIER']);
  const flags = set.up === null ? link.flags : [...link.flags.filter((flag) => !states.has(flag)), ...(set.up === 'up' ? ['UP', 'LOWER_UP'] : [])]; // prettier-ignore
  const changed = {
    ...link,
    flags,
    mtu: set.mtu ?? link.mtu,
    master: set.master === null ? link.master : set.master || null,
  };
  const made = withNetwork(state, { links: links.map((each) => (each === link ? changed : each)) });
  if (set.up === 'down' && wasUp) {
    const rest = routes.flatMap((route): readonly Route[] => {
      const hops = route.nextHops.filter((hop) => hop.dev !== dev);
      const isKept =
        hops.length === route.nextHops.length || (route.type === 'local' && route.family === 'ipv4');
      return isKept ? [route] : hops.length > 0 ? [{ ...route, nextHops: hops }] : [];
    });
    return withNetwork(made, {
      routes: rest,
      addresses: addresses.filter((each) => each.dev !== dev || each.family === 'ipv4'),
    });
  }
  if (set.up !== 'up' || wasUp) return made;
  const back = addresses.filter((each) => each.dev === dev).flatMap((address) => routesOf(address, routes));
  const more = back.filter((route) => !routes.some((each) => each.prefix === route.prefix && each.table === route.table && each.type === route.type && each.nextHops[0]?.dev === dev)); // prettier-ignore
  return withNetwork(made, { routes: [...routes, ...more] });
}
