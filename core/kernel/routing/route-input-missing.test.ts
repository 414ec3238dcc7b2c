import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { routeInput } from './route-input.ts';
import { fate, fates, send } from '../testing/fate.ts';
import { mainRoutes, packet, router } from '../testing/records.ts';

describe('where files are missing', () => {
  const noSysctls = Object.fromEntries(
    ['all', 'eth0', 'eth1'].flatMap((dev) =>
      ['forwarding', 'rp_filter', 'accept_local', 'send_redirects'].map((name) => [
        `conf.${dev}.${name}`,
        null,
      ]),
    ),
  );

  it('what_the_sysctls_would_tell_stays_possible_with_the_command_that_shows_it', () => {
    const result = routeInput(
      router({ sysctls: noSysctls }),
      packet({ src: '203.0.113.9', dst: '10.1.0.1' }),
    );
    expect(fate(result)).toBe('open: local, drop rp-filter');
    expect(result.missing).toEqual([
      {
        fact: { kind: 'setting', name: 'rp_filter', dev: 'eth0', keys: ['conf.all', 'conf.eth0'] },
        command: 'sysctl -a',
      },
    ]);
    expect(result.possible[1]?.assumes.map(({ premise }) => premise)).toEqual([
      { kind: 'setting', name: 'rp_filter', dev: 'eth0', value: 1 },
    ]);
    expect(send({}, { sysctls: noSysctls })).toBe('open: drop ip-forward-disabled, forward eth1');
  });

  it('ip_forward_speaks_for_an_interface_that_is_not_shown_but_proves_nothing', () => {
    const sysctls = { 'conf.eth0.forwarding': null, ip_forward: '0' };
    expect(send({}, { sysctls })).toBe('open: drop ip-forward-disabled');
  });

  it('conf_all_alone_decides_only_what_the_interface_could_not_change', () => {
    const onlyAll = (mode: string) => ({ 'conf.all.rp_filter': mode, 'conf.eth0.rp_filter': null });
    const unmatched = { src: '203.0.113.9', dst: '10.2.0.9' };
    expect(send(unmatched, { sysctls: onlyAll('2') })).toBe('forward eth1');
    expect(send(unmatched, { sysctls: onlyAll('1') })).toBe('open: drop rp-filter, forward eth1');
  });

  it('an_mtu_that_is_not_known_matters_for_large_packets', () => {
    expect(send({ length: 1500 }, { links: [] })).toBe('open: forward eth1, drop mtu-exceeded');
    expect(send({ length: 576 }, { links: [] })).toBe('forward eth1');
  });

  it('addresses_stand_in_for_table_local', () => {
    expect(send({ dst: '10.2.0.1' }, { routes: mainRoutes })).toBe('local');
    expect(send({ dst: '10.1.0.255' }, { routes: mainRoutes })).toBe('broadcast');
    expect(send({}, { routes: mainRoutes })).toBe('forward eth1');
    expect(send({}, { routes: mainRoutes, addresses: [] })).toBe(
      'open: forward eth1, drop martian-source, local',
    );
  });

  it('rules_that_are_not_shown_are_assumed_to_be_the_kernels_own_which_proves_nothing', () => {
    const result = routeInput(router({ fibRules: [] }), packet());
    expect(fate(result)).toBe('open: forward eth1');
    expect(result.missing.map(({ command }) => command)).toEqual(['ip rule']);
  });

  it('leaving_out_sysctls_never_makes_what_happens_impossible', () => {
    const keys = [
      'conf.all.rp_filter',
      'conf.eth0.rp_filter',
      'conf.eth0.forwarding',
      'conf.all.accept_local',
      'conf.eth0.accept_local',
    ];
    const settings = fc.record(Object.fromEntries(keys.map((key) => [key, fc.constantFrom('0', '1')])));
    const text = fc.constantFrom(
      '10.1.0.2',
      '10.2.0.9',
      '10.2.0.1',
      '203.0.113.9',
      '10.1.0.255',
      '127.0.0.1',
    );
    fc.assert(
      fc.property(settings, fc.subarray(keys), text, text, (sysctls, hidden, src, dst) => {
        const fatesWith = (shown: Record<string, string | null>): string[] =>
          fates(
            routeInput(router({ sysctls: { ...shown, 'conf.all.forwarding': null } }), packet({ src, dst })),
          );
        const partial = fatesWith({ ...sysctls, ...Object.fromEntries(hidden.map((key) => [key, null])) });
        expect(partial).toEqual(expect.arrayContaining(fatesWith(sysctls)));
      }),
    );
  });
});
