import { maskAddress, parseAddress, parsePrefix, prefixContains } from '../../kernel/address.ts';
import type { Refusal, RouteEdit } from '../../model/edit.ts';
import type { Route } from '../../model/network.ts';
import { type Configuration, withNetwork } from '../configuration.ts';
import { isRefusal, refuse } from '../typed-line.ts';
import { type IpWords, unknownDevice, valueAfter } from './ip-words.ts';

/** Words of ip-route(8) that a value follows, and those that stand alone. */
const withValue = new Set(['via', 'dev', 'table', 'metric', 'preference', 'priority', 'src', 'proto', 'protocol', 'scope', 'mtu', 'tos', 'dsfield', 'from', 'pref', 'nhid', 'weight', 'advmss', 'window', 'rtt', 'realm', 'realms', 'initcwnd', 'type', 'to']); // prettier-ignore
const alone = new Set(['onlink', 'nexthop', 'lock', 'inet', 'inet6', 'unicast', 'local', 'broadcast', 'multicast', 'anycast', 'blackhole', 'unreachable', 'prohibit', 'throw', 'nat', 'pervasive']); // prettier-ignore

export function readRouteEdit({ family, verb, words, verbAt, command, state }: IpWords): RouteEdit | Refusal {
  let named = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined || alone.has(word.text)) continue;
    if (withValue.has(word.text)) {
      if (words[index + 1] === undefined)
        return refuse('Command line is not complete. Try option "help"', word);
      if (word.text === 'mtu' && words[index + 1]?.text === 'lock') index++;
      const value = words[index + 1];
      if (word.text === 'metric' && !/^(?:0x[\da-f]+|\d+)$/i.test(value?.text ?? ''))
        return refuse(`Error: argument "${value?.text}" is wrong: "metric" value is invalid`, value);
      if (word.text !== 'to') index++;
    } else if (named) return refuse(`Error: either "to" is duplicate, or "${word.text}" is a garbage.`, word);
    else named = true;
  }
  if (!named) return refuse('RTNETLINK answers: No such device', verbAt);
  const missing = words.flatMap((word, index) => (word.text === 'dev' ? [words[index + 1] ?? word] : [])).map((dev) => unknownDevice(state, dev)); // prettier-ignore
  for (const refusal of missing) if (refusal !== null) return refusal;
  const said = words.filter(({ text }) => text !== 'to').map(({ text }) => (text === 'priority' || text === 'preference' ? 'metric' : text)); // prettier-ignore
  const asked = /(?: |^)(?:-6|-f inet6)(?: |$)/.test(command.text) || family === 'ipv6';
  const [line = '', ...hops] = said.join(' ').split(/ (?=nexthop )/);
  const text = line.replace(/^(?:unicast )/, '');
  const records = command.readRecords('ip-route', [text, ...hops.map((hop) => `\t${hop}`)].join('\n'), {
    file: asked ? 'ip -6 route' : 'ip route',
    line: command.at.line,
  });
  const [found] = records.kind === 'routes' ? records.items : [];
  const prefix = words.find(({ text: word }) => /[.:]|^default$|^\d+\//.test(word)) ?? words[0];
  if (found === undefined)
    return refuse(`Error: any valid prefix is expected rather than "${prefix?.text}".`, prefix);
  const route: Route = {
    ...found,
    at: command.at,
    listing: state.network?.routes[0]?.listing ?? 'whole',
    metric: found.metric === 0 && found.family === 'ipv6' ? 1024 : found.metric,
    text: said.join(' '),
  };
  const parsed = parsePrefix(route.prefix);
  if (parsed === null)
    return refuse(`Error: any valid prefix is expected rather than "${prefix?.text}".`, prefix);
  const base = parseAddress(route.prefix.split('/')[0] ?? '');
  if (base !== null && maskAddress(base, parsed.length) !== base)
    return refuse('Error: Invalid prefix for given prefix length.', prefix);
  const op = verb === 'delete' ? 'del' : (verb as RouteEdit['op']);
  const completed = op === 'del' ? route : completeRoute(state, route, valueAfter(words, 'via'), words[0]);
  if (isRefusal(completed)) return completed;
  const says = (word: string): boolean => said.includes(word);
  return {
    kind: 'route',
    op,
    route: completed,
    asks: { metric: says('metric'), dev: says('dev'), via: says('via'), type: found.type !== 'unicast' },
  };
}

/** fib_check_nh() (net/ipv4/fib_semantics.c): a gateway must be a neighbour, by the device that leads to it. */
function completeRoute(
  { network }: Configuration,
  route: Route,
  via: ReturnType<typeof valueAfter>,
  first: ReturnType<typeof valueAfter> | undefined,
): Route | Refusal {
  const scope =
    route.scope ??
    (route.type === 'local'
      ? 'host'
      : route.nextHops.some((hop) => hop.via !== null) || route.nextHops.length === 0
        ? null
        : 'link');
  const hops: Route['nextHops'][number][] = [];
  for (const hop of route.nextHops) {
    if (hop.via === null || hop.dev !== null) {
      hops.push(hop);
      continue;
    }
    const dev = deviceTo(network?.routes ?? [], hop.via);
    if (dev === null)
      return refuse(
        route.family === 'ipv6'
          ? 'RTNETLINK answers: No route to host'
          : 'Error: Nexthop has invalid gateway.',
        via,
      );
    hops.push({ ...hop, dev });
  }
  const leads =
    hops.length > 0 ||
    ['blackhole', 'unreachable', 'prohibit', 'throw'].includes(route.type) ||
    route.nexthopId !== null;
  return leads ? { ...route, scope, nextHops: hops } : refuse('RTNETLINK answers: No such device', first);
}

/** The device of the most specific route that holds a neighbour's address. */
function deviceTo(routes: readonly Route[], gateway: string): string | null {
  const address = parseAddress(gateway);
  if (address === null) return null;
  const found = routes
    .flatMap((route) => {
      const prefix = parsePrefix(route.prefix);
      const [hop] = route.nextHops;
      const isDirect =
        route.type === 'unicast' && hop?.via === null && hop.dev !== null && route.table !== 'local';
      return isDirect && prefix !== null && prefixContains(prefix, address)
        ? [{ dev: hop.dev, length: prefix.length }]
        : [];
    })
    .toSorted((a, b) => b.length - a.length);
  return found[0]?.dev ?? null;
}

/** RTM_NEWROUTE and RTM_DELROUTE: one route for each prefix, TOS and metric of a table, unless appended. */
export function applyRoute(state: Configuration, { op, route, asks }: RouteEdit): Configuration | Refusal {
  const routes = state.network?.routes ?? [];
  const isSame = (each: Route): boolean =>
    each.family === route.family &&
    tableOf(each) === tableOf(route) &&
    each.tos === route.tos &&
    samePrefix(each, route) &&
    each.from === route.from;
  if (op === 'del') {
    const fitting = routes.filter(
      (each) =>
        isSame(each) &&
        (!asks.metric || each.metric === route.metric) &&
        (!asks.type || each.type === route.type) &&
        (!asks.dev || each.nextHops.some(({ dev }) => dev === route.nextHops[0]?.dev)) &&
        (!asks.via || each.nextHops.some(({ via }) => via === route.nextHops[0]?.via)),
    );
    // The kernel has the routes of one prefix by their metric (fib_find_alias()).
    const [first] = fitting.toSorted((a, b) => a.metric - b.metric);
    const index = first === undefined ? -1 : routes.indexOf(first);
    return index < 0
      ? refuse('RTNETLINK answers: No such process')
      : withNetwork(state, { routes: routes.toSpliced(index, 1) });
  }
  const index = routes.findIndex((each) => isSame(each) && each.metric === route.metric);
  if (index >= 0 && op === 'add') return refuse('RTNETLINK answers: File exists');
  if (index >= 0 && (op === 'replace' || op === 'change'))
    return withNetwork(state, { routes: routes.with(index, route) });
  if (op === 'change') return refuse('RTNETLINK answers: No such file or directory');
  return withNetwork(state, { routes: op === 'prepend' ? [route, ...routes] : [...routes, route] });
}

function samePrefix(one: Route, other: Route): boolean {
  const [a, b] = [parsePrefix(one.prefix), parsePrefix(other.prefix)];
  return a !== null && b !== null && a.value === b.value && a.length === b.length;
}

/** `main` and `254` are one table. */
function tableOf({ table }: Route): string {
  return { '254': 'main', '255': 'local', '253': 'default' }[table] ?? table;
}
