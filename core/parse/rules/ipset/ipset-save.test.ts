import { describe, expect, it } from 'vitest';
import type { IpSet } from '../../../model/ipset.ts';
import { ipsetSave } from './ipset-save.ts';

function read(text: string) {
  const { records, lines } = ipsetSave.parse(text.split('\n'), 'ipset.txt');
  return { sets: records.kind === 'ipsets' ? records.items : ([] as readonly IpSet[]), lines };
}

const listing = `Name: a
Type: hash:ip,port
Revision: 7
Header: family inet6 hashsize 1024 maxelem 65536 timeout 300 comment bucketsize 12 initval 0x40962199 netmask 24
Size in memory: 408
References: 1
Number of entries: 2
Members:
2001:db8::1,ipv6-icmp:echo-request timeout 299 comment "foo nomatch bar"
2001:db8::1,gre:0 timeout 299

Name: b
Type: bitmap:port
Revision: 3
Header: range 0-100
Size in memory: 88
References: 1
Number of entries: 1
Members:
10`;

describe('ipset save', () => {
  it('gives_sets_with_what_decides_membership', () => {
    const { sets, lines } = read(`create n hash:net,iface family inet6 hashsize 1024 maxelem 65536
add n 2001:db8::/32,eth0 nomatch
add n 2001:db8::/33,eth wildcard
create h hash:ip family inet hashsize 1024 maxelem 65536 timeout 60 netmask 24
create bm bitmap:ip range 10.0.0.0-10.0.255.255
create l list:set size 8`);
    expect(sets).toMatchObject([
      {
        name: 'n',
        type: 'hash:net,iface',
        family: 'ipv6',
        mask: null,
        expires: false,
        complete: true,
        entries: [
          { element: '2001:db8::/32,eth0', nomatch: true, wildcard: false, at: { line: 2 } },
          { element: '2001:db8::/33,eth', nomatch: false, wildcard: true, at: { line: 3 } },
        ],
        at: { file: 'ipset.txt', line: 1 },
      },
      { name: 'h', family: 'ipv4', mask: '24', expires: true, entries: [] },
      { name: 'bm', family: 'ipv4' },
      { name: 'l', family: null },
    ]);
    expect(lines).toEqual({ parsed: 6, notOurs: 0, notModelled: 0, malformed: 0 });
  });

  it('a_nomatch_within_a_comment_is_no_option', () => {
    const { sets } = read('create a hash:net family inet\nadd a 10.0.0.0/8 comment "no nomatch"');
    expect(sets[0]?.entries[0]?.nomatch).toBe(false);
  });

  it('a_set_that_later_commands_change_is_not_complete', () => {
    const { sets, lines } = read(
      'create a hash:ip family inet\ncreate b hash:ip family inet\nadd a 10.0.0.1\ndel a 10.0.0.1',
    );
    expect(sets.map(({ complete }) => complete)).toEqual([false, true]);
    expect(lines.notModelled).toBe(1);
  });

  it('an_entry_of_a_set_that_nobody_created_is_malformed', () => {
    expect(read('create a hash:ip family inet\nadd b 10.0.0.1').lines.malformed).toBe(1);
  });
});

describe('ipset list', () => {
  it('is_recognised_however_many_members_follow', () => {
    const members = Array.from({ length: 300 }, (_, index) => `10.0.1.${index % 256}`);
    const lines = [...listing.split('\n').slice(0, 8), ...members];
    expect(ipsetSave.recognises({ path: 'file', lines })).toBe(true);
    expect(ipsetSave.recognises({ path: 'file', lines: members })).toBe(false);
  });

  it('gives_the_same_as_save', () => {
    const { sets, lines } = read(listing);
    expect(sets).toMatchObject([
      {
        name: 'a',
        type: 'hash:ip,port',
        family: 'ipv6',
        mask: '24',
        expires: true,
        complete: true,
        entries: [
          { element: '2001:db8::1,ipv6-icmp:echo-request', at: { line: 9 } },
          { element: '2001:db8::1,gre:0' },
        ],
      },
      { name: 'b', type: 'bitmap:port', family: null, complete: true, entries: [{ element: '10' }] },
    ]);
    expect(lines).toEqual({ parsed: 19, notOurs: 1, notModelled: 0, malformed: 0 });
  });

  it('without_all_its_members_is_not_complete', () => {
    const lines = listing.split('\n');
    expect(read(lines.slice(0, 7).join('\n')).sets[0]?.complete).toBe(false);
    expect(read(lines.slice(0, 9).join('\n')).sets[0]?.complete).toBe(false);
  });
});
