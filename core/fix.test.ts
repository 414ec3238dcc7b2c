import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixer } from './fix.ts';
import { commandLine, fixDocument } from './report/fix-document.ts';
import { fixText } from './report/fix-text.ts';
import { type DrawnHost, host } from './testing/host.ts';
import { tcp } from './testing/drawn-log.ts';
import { type Schema, violations } from './testing/json-schema.ts';

const schema = JSON.parse(readFileSync(join(import.meta.dirname, 'report/schemas/fix.schema.json'), 'utf8')) as Schema; // prettier-ignore

/** The commands of each fix, whether it is certain, and what is said where there is none. */
async function fixed(drawn: DrawnHost) {
  const { analysis } = await drawn.analysed();
  const fixing = fixer(analysis);
  const ends = analysis.deadEnds.map((_, index) => fixing.fixDeadEnd(index, null));
  expect(violations(schema, JSON.parse(JSON.stringify(fixDocument(ends))))).toEqual([]);
  expect(fixText(ends)).not.toBe('');
  return ends.map(({ owner, fixes, unfixable }) => ({
    owner,
    fixes: fixes.map(({ commands, certain, alsoChanges }) => [
      commands.map(commandLine).join('; '),
      certain,
      alsoChanges,
    ]),
    unfixable: unfixable?.kind ?? null,
  }));
}

const syn = { in: 'eth0', out: 'eth1', ttl: 63 } as const;
const router = host().router();

describe('a_dead_end_is_fixed_by_the_narrowest_change_that_is_proven', () => {
  const cases: readonly (readonly [string, DrawnHost, string])[] = [
    ['policy', router.rules(':FORWARD DROP', '-A FORWARD -p udp -j ACCEPT').trace(['filter:FORWARD:policy:2', syn]), 'iptables -A FORWARD -p tcp -d 10.2.0.2/32 --dport 80 -j ACCEPT'],
    ['rule', router.rules('-A FORWARD -p udp -j ACCEPT', '-A FORWARD -p tcp -j DROP').trace(['filter:FORWARD:rule:2', syn]), 'iptables -I FORWARD 2 -p tcp -d 10.2.0.2/32 --dport 80 -j ACCEPT'],
    ['shadowed accept', router.rules('-A FORWARD -p tcp -j DROP', '-A FORWARD -p tcp -m tcp --dport 80 -j ACCEPT').trace(['filter:FORWARD:rule:1', syn]), 'iptables -I FORWARD 1 -p tcp -d 10.2.0.2/32 --dport 80 -j ACCEPT'],
    ['set lacks it', router.rules(':FORWARD DROP', '-A FORWARD -m set --match-set allowed dst,dst -j ACCEPT').file('ipset-save.txt', 'create allowed hash:ip,port family inet hashsize 1024 maxelem 65536').trace(['filter:FORWARD:policy:2', syn]), 'ipset add allowed 10.2.0.2,tcp:80'],
    ['docker', router.rules(':FORWARD DROP', ':DOCKER-USER -', ':DOCKER -', '-A FORWARD -j DOCKER-USER', '-A FORWARD -o docker0 -j DOCKER').trace(['filter:DOCKER-USER:return:1', syn], ['filter:FORWARD:policy:3', syn]), 'iptables -I DOCKER-USER 1 -p tcp -d 10.2.0.2/32 --dport 80 -j ACCEPT'],
    ['ufw', router.rules(':FORWARD DROP', ':ufw-before-forward -', ':ufw-user-forward -', '-A FORWARD -j ufw-before-forward', '-A ufw-before-forward -j ufw-user-forward').trace(['filter:ufw-user-forward:return:1', syn], ['filter:ufw-before-forward:return:2', syn], ['filter:FORWARD:policy:2', syn]), 'iptables -I FORWARD 1 -p tcp -d 10.2.0.2/32 --dport 80 -j ACCEPT'],
    ['blackhole', host().router('blackhole 10.3.0.0/16', 'default via 10.2.0.254 dev eth1').rules('-A FORWARD -p udp -j ACCEPT', '*raw', '-A PREROUTING -j TRACE').trace(['raw:PREROUTING:policy:2', { in: 'eth0', dst: '10.3.0.2' }]), 'ip route add 10.3.0.2/32 via 10.2.0.254 dev eth1'],
    ['reverse path', host().router('192.0.2.0/24 via 10.2.0.254 dev eth1').rules('-A FORWARD -p udp -j ACCEPT', '*raw', '-A PREROUTING -j TRACE').trace(['raw:PREROUTING:policy:2', { in: 'eth0', src: '192.0.2.7' }]), 'ip route add 192.0.2.7/32 dev eth0'],
    ['set excepts it', router.rules(':FORWARD DROP', '-A FORWARD -m set --match-set nets dst -j ACCEPT').file('ipset-save.txt', 'create nets hash:net family inet hashsize 1024 maxelem 65536\nadd nets 10.2.0.0/24\nadd nets 10.2.0.2 nomatch').trace(['filter:FORWARD:policy:2', syn]), 'ipset del nets 10.2.0.2'],
    ['ip rule', host().router().file('ip-rule.txt', '0:\tfrom all lookup local\n99:\tfrom 10.1.0.2 to 10.2.0.0/24 prohibit\n32766:\tfrom all lookup main').rules('-A FORWARD -p udp -j ACCEPT', '*raw', '-A PREROUTING -j TRACE').trace(['raw:PREROUTING:policy:2', { in: 'eth0' }]), 'ip rule add from 10.1.0.2 to 10.2.0.2 lookup main pref 98'],
  ]; // prettier-ignore
  it.each(cases)('%s', async (_name, drawn, command) => {
    const [end] = await fixed(drawn);
    expect(end?.fixes[0]).toEqual([command, true, 0]);
  });

  it('accepts_a_service_where_its_owner_keeps_rules', async () => {
    const [docker, ufw] = await Promise.all([cases[4], cases[5]].map(async (each) => (await fixed(each?.[1] as DrawnHost))[0])); // prettier-ignore
    expect([docker?.owner, ufw?.owner]).toEqual(['docker', 'ufw']);
  });

  it('names_the_policies_of_calico_that_were_asked', async () => {
    const drawn = router.rules(
      ':FORWARD ACCEPT',
      ':cali-FORWARD -',
      ':cali-tw-cali1 -',
      ':cali-pi-_abc -',
      '-A FORWARD -j cali-FORWARD',
      '-A cali-FORWARD -o eth1 -j cali-tw-cali1',
      '-A cali-tw-cali1 -m mark --mark 0x0/0x20000 -j cali-pi-_abc',
      '-A cali-tw-cali1 -m comment --comment "Drop if no policies passed packet" -j DROP',
      '-A cali-pi-_abc -p tcp -m comment --comment "Policy shop/knp.default.allow-web ingress" -m tcp --dport 443 -j MARK --set-xmark 0x10000/0x10000',
    );
    const { analysis } = await drawn
      .trace(
        ['filter:FORWARD:rule:1', syn],
        ['filter:cali-FORWARD:rule:1', syn],
        ['filter:cali-tw-cali1:rule:1', syn],
        ['filter:cali-pi-_abc:return:2', syn],
        ['filter:cali-tw-cali1:rule:2', syn],
      )
      .analysed();
    const { owner, fixes } = fixer(analysis).fixDeadEnd(0, null);
    expect(owner).toBe('calico');
    expect(fixes.map(({ commands }) => commands.map(commandLine))).toEqual([
      ['iptables -I FORWARD 1 -p tcp -d 10.2.0.2/32 --dport 80 -j ACCEPT'],
    ]);
    expect(fixText([fixer(analysis).fixDeadEnd(0, null)])).toContain('NetworkPolicy shop/allow-web');
  });

  it('goes_on_where_the_packet_dies_a_second_time', async () => {
    const [end] = await fixed(
      router
        .rules(
          ':FORWARD DROP',
          '-A FORWARD -p udp -j ACCEPT',
          '*security',
          ':FORWARD ACCEPT',
          '-A FORWARD -p tcp -j DROP',
        )
        .trace(['filter:FORWARD:policy:2', syn]),
    );
    expect(end?.fixes[0]?.[0]).toBe(
      'iptables -A FORWARD -p tcp -d 10.2.0.2/32 --dport 80 -j ACCEPT; iptables -t security -I FORWARD 1 -p tcp -d 10.2.0.2/32 --dport 80 -j ACCEPT',
    );
  });
});

describe('where_no_change_helps_that_is_said', () => {
  it('of_a_service_without_endpoints', async () => {
    const reject = '-A KUBE-SERVICES -d 10.2.0.2/32 -p tcp -m comment --comment "default/web:http has no endpoints" -m tcp --dport 80 -j REJECT'; // prettier-ignore
    const drawn = router.rules(':KUBE-SERVICES -', '-A FORWARD -j KUBE-SERVICES', reject);
    expect(
      await fixed(drawn.trace(['filter:FORWARD:rule:1', syn], ['filter:KUBE-SERVICES:rule:1', syn])),
    ).toEqual([{ owner: 'kube-proxy', fixes: [], unfixable: 'no-endpoints' }]);
  });

  it('of_a_destination_that_no_route_and_no_gateway_leads_to', async () => {
    const drawn = router.rules('-A FORWARD -p udp -j ACCEPT', '*raw', '-A PREROUTING -j TRACE');
    const [end] = await fixed(
      drawn.trace(['raw:PREROUTING:policy:2', { in: 'eth0', dst: '198.51.100.7', proto: tcp(1, 2) }]),
    );
    expect(end).toEqual({ owner: null, fixes: [], unfixable: 'no-gateway' });
  });
});
