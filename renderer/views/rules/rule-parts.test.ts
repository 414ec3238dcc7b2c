import { expect, it } from 'vitest';
import { ruleParts } from './rule-parts.ts';

it('the_end_of_a_rule_has_its_target', () => {
  const docker = '-A DOCKER -d 172.19.0.9/32 ! -i br-0 -o br-0 -p tcp -m tcp --dport 80 -j ACCEPT';
  expect(ruleParts(docker).end).toBe(' -p tcp -m tcp --dport 80 -j ACCEPT');
  expect(ruleParts('-A F -p udp -m udp --dport 69 -j REJECT --reject-with icmp-port-unreachable').end).toBe(
    ' --reject-with icmp-port-unreachable',
  );
  expect(ruleParts('iifname "eth0" oifname "eth1" tcp dport 22 counter packets 0 bytes 0 drop').end).toBe(
    ' 22 counter packets 0 bytes 0 drop',
  );
  const { begin, end } = ruleParts(docker);
  expect(begin + end).toBe(docker);
});

it('a_short_rule_is_all_end_and_a_word_without_end_is_cut_anywhere', () => {
  expect(ruleParts('-A FORWARD -j DROP')).toEqual({ begin: '', end: '-A FORWARD -j DROP' });
  expect(ruleParts('x'.repeat(100)).end).toHaveLength(36);
});
