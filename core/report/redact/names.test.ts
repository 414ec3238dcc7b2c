import { describe, expect, it } from 'vitest';
import { nameWords } from './names.ts';

const namesOf = (hosts: readonly string[], more: Partial<Parameters<typeof nameWords>[0]> = {}) =>
  nameWords({
    hosts: new Set(hosts),
    dotted: new Set(),
    structure: new Set(['nat']),
    words: [],
    taken: new Set(),
    ...more,
  });

describe('names', () => {
  it('one_host_has_one_name_in_every_form_and_two_have_two', () => {
    const { replace } = namesOf([
      'fw1.customer.example',
      'fw1.other.example',
      'db-2.customer.example',
      'k8s-node-1',
      'k8s-node-12',
    ]);
    const [first, second, other, backup] = replace(
      'FW1.customer.example fw1.customer.example fw1.other.example k8s-node-12-backup/kern.log',
    ).split(' ');
    expect(first).toBe(second);
    expect(other).not.toBe(first);
    expect(first?.split('.')[0]).toBe(other?.split('.')[0]);
    expect(backup).toBe(`${replace('k8s-node-12')}-backup/kern.log`);
    expect(replace('k8s-node-1')).not.toBe(replace('k8s-node-12'));
    expect(replace('*.customer.example')).toBe(`*.${first?.split('.')[1]}`);
  });

  it('a_host_called_like_a_table_is_replaced_where_only_hosts_stand', () => {
    const { replace, host } = namesOf(['nat']);
    expect(host('nat')).toBe('host-1');
    expect(replace('Nov 21 06:36:49 nat kernel: TRACE: nat:PREROUTING:policy:1')).toBe(
      'Nov 21 06:36:49 host-1 kernel: TRACE: nat:PREROUTING:policy:1',
    );
    expect(replace('root@nat:~# 3 dropped in nat/PREROUTING')).toBe(
      'root@host-1:~# 3 dropped in nat/PREROUTING',
    );
  });

  it('a_host_called_like_a_word_is_replaced_where_hosts_stand', () => {
    const { replace } = namesOf(['router']);
    expect(replace('router')).toBe('host-1');
    expect(replace('router/kern.log:3, the router dropped it on router')).toBe(
      'host-1/kern.log:3, the router dropped it on host-1',
    );
  });

  it('names_are_whole_words_or_parts_of_them', () => {
    const { replace } = namesOf(['rtr', 'berlin']);
    expect(replace('through berlin and rtr.')).toBe('through host-1 and host-2.');
    expect(replace('rtr rtr-in partner fw.berlin.txt')).toBe('host-2 host-2-in partner fw.host-1.txt');
  });

  it('names_that_every_host_has_stay', () => {
    expect(namesOf(['localhost', '10.1.0.2', '', '-']).replace('localhost - 10.1.0.2')).toBe(
      'localhost - 10.1.0.2',
    );
  });

  it('a_long_word_costs_no_more_than_its_length', () => {
    const { replace } = namesOf(['fw1.customer.example']);
    const long = 'a.'.repeat(200_000);
    expect(replace(long)).toBe(long);
  });
});
