import { describe, expect, it } from 'vitest';
import { hostWords } from './host-words.ts';

describe('host_words', () => {
  it('one_host_has_one_name_in_every_form', () => {
    const { replace } = hostWords([
      'fw1.customer.example',
      'db-2.customer.example',
      'k8s-node-1',
      'k8s-node-12',
    ]);
    expect(replace('fw1 FW1.customer.example fw1-backup/kern.log root@fw1:~#')).toBe(
      'host-2 host-2 host-2-backup/kern.log root@host-2:~#',
    );
    expect(replace('k8s-node-12 and k8s-node-1, *.customer.example')).toBe('host-4 and host-3, *.domain-1');
  });

  it('a_host_called_like_a_table_is_replaced_where_hosts_stand', () => {
    const { replace } = hostWords(['nat']);
    expect(replace('nat')).toBe('host-1');
    expect(replace('Nov 21 06:36:49 nat kernel: TRACE: nat:PREROUTING:policy:1')).toBe(
      'Nov 21 06:36:49 host-1 kernel: TRACE: nat:PREROUTING:policy:1',
    );
    expect(replace('nat/kern.log:3 root@nat:~# 3 dropped in nat/PREROUTING on nat')).toBe(
      'host-1/kern.log:3 root@host-1:~# 3 dropped in nat/PREROUTING on host-1',
    );
  });

  it('short_names_are_words_and_longer_ones_stand_anywhere', () => {
    const { replace, findIn } = hostWords(['rtr', 'berlin']);
    expect(replace('rtr rtr-in partner xBERLINx')).toBe('host-2 host-2-in partner xhost-1x');
    expect(findIn('a rtr')).toEqual(['rtr']);
    expect(findIn('partner')).toEqual([]);
  });

  it('names_that_every_host_has_stay', () => {
    expect(hostWords(['localhost', '10.1.0.2', '', '-']).replace('localhost - 10.1.0.2')).toBe(
      'localhost - 10.1.0.2',
    );
  });
});
