import { describe, expect, test } from 'vitest';
import type { Route } from '../../model/network.ts';
import { parseAddress, parsePrefix } from '../address.ts';
import { buildPrefixIndex } from './prefix-index.ts';
import { rankIpv6Routes } from './rank-ipv6-routes.ts';
import { routesInOrder } from './source-routes.ts';
import { route } from '../testing/records.ts';

describe('source-specific routes, as a kernel answered `ip -6 route get`', () => {
  const near = route('fd00:11::/64', { dev: 'b0', text: 'near' });
  const nearSpecific = route('fd00:11::/64', { from: 'fd00:2::/64', dev: 'b0', text: 'near from /64' });
  const nearWider = route('fd00:11::/64', { from: 'fd00:2::/48', dev: 'b0', text: 'near from /48' });
  const far = route('fd00:11::/48', { dev: 'b0', text: 'far' });
  const all = [near, nearSpecific, nearWider, far];

  test('the longest suiting source comes first, then the other sources, then none', () => {
    expect(order(all, 'fd00:2::7')).toEqual(['near from /64', 'near from /48', 'near', 'far']);
    expect(order(all, 'fd00:2:0:1::7')).toEqual(['near from /48', 'near', 'far']);
  });

  test('where no source suits, the general route beside them is passed over', () => {
    expect(order(all, 'fd00:3::7')).toEqual(['far']);
  });

  test('on the way back, and at ::/0, it is not', () => {
    const farSpecific = route('fd00:11::/48', { from: 'fd00:9::/64', dev: 'b0', text: 'far from' });
    expect(order([near, far, farSpecific], 'fd00:3::7')).toEqual(['near', 'far']);
    const standard = route('::/0', { dev: 'b0', text: 'default' });
    const standardSpecific = route('::/0', { from: 'fd00:9::/64', dev: 'b0', text: 'default from' });
    expect(order([standard, standardSpecific], 'fd00:3::7')).toEqual(['default']);
  });

  test('a source that is not readable decides nothing', () => {
    expect(routesInOrder(indexOf(all), null)).toBeNull();
    expect(routesInOrder(indexOf([far]), null)).toEqual([[far]]);
  });

  function order(routes: readonly Route[], src: string): string[] | undefined {
    return routesInOrder(indexOf(routes), parseAddress(src))
      ?.flat()
      .map(({ text }) => text);
  }

  function indexOf(routes: readonly Route[]) {
    const entries = routes.map((each) => [parsePrefix(each.prefix) ?? never(), each] as const);
    return buildPrefixIndex(entries)(parseAddress('fd00:11::5') ?? never());
  }
});

describe('equal IPv6 routes', () => {
  const [low, high] = (['low', 'high'] as const).map((preference) =>
    route('fd00:11::/64', { dev: 'b1', metric: 5, preference, text: preference }),
  );
  const byB2 = route('fd00:11::/64', { dev: 'b2', metric: 5, text: 'by b2' });
  const byB3 = route('fd00:11::/64', { dev: 'b3', metric: 5, text: 'by b3' });
  const ranked = (routes: readonly (Route | undefined)[], dev: string | null, down = ''): string[] =>
    rankIpv6Routes(
      routes.filter((each) => each !== undefined),
      dev,
      (hop) => hop.dev !== down,
    ).map(({ text }) => text);

  test('the preference counts first, then the input interface', () => {
    expect(ranked([low, byB2, high], 'b2')).toEqual(['high', 'by b2', 'low']);
    expect(ranked([byB2, byB3], 'b3')).toEqual(['by b3', 'by b2']);
    expect(ranked([byB2, byB3], 'b3', 'b3')).toEqual(['by b2', 'by b3']);
    expect(ranked([byB2, byB3], null)).toEqual(['by b2', 'by b3']);
  });

  test('past the lowest metric, the metric does not count', () => {
    const first = route('fd00:11::/64', { dev: 'b0', metric: 1, text: 'first' });
    const later = route('fd00:11::/64', { dev: 'b4', metric: 9, text: 'later' });
    expect(ranked([first, byB2, byB3, later], 'b4')).toEqual(['first', 'later', 'by b2', 'by b3']);
  });
});

function never(): never {
  throw new Error('no prefix');
}
