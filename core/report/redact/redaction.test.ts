import { describe, expect, it } from 'vitest';
import { analyze } from '../../analyze.ts';
import { bundle } from '../../testing/drawn-log.ts';
import { redactionOf } from './redaction.ts';

const files: Readonly<Record<string, string>> = {
  'fw-berlin/ip-addr.txt': [
    '2: eth0: <UP> mtu 1500',
    '    link/ether 52:54:00:a7:40:88 brd ff:ff:ff:ff:ff:ff',
    '    inet 10.1.0.2/24 brd 10.1.0.255 scope global eth0',
    '    inet6 fd00:10:1::2/64 scope global',
    '    inet6 fe80::5054:ff:fea7:4088/64 scope link',
    '',
  ].join('\n'),
  'kern.log': [
    'Nov 21 06:36:49 fw-berlin kernel: [  420.080676] TRACE: raw:PREROUTING:policy:1 IN=eth0 OUT= MAC=52:54:00:a7:40:88:52:54:00:69:5d:74:08:00 SRC=10.1.0.2 DST=203.0.113.9 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=7 PROTO=UDP SPT=5 DPT=7 LEN=40',
    'Nov 21 06:36:50 db01.customer.example sshd[7]: Accepted publickey for root from 10.1.0.77',
    '',
  ].join('\n'),
};

async function prepared(
  key = 'a key',
  words: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
) {
  const sources = bundle({ ...files, ...more });
  return redactionOf([await analyze(sources)], { key, words, bundles: ['customer-4711.tar.xz'] });
}

const secrets =
  /10[.-]1[.-]0[.-](?:2|77)(?!\d)|10(\[\.\]|\(\.\)|%2E|\[dot\])1\1|0a01 ?0002|cb00 ?7109|x0a.x01|xCB.x00.x71.x09|10_1_0_2|203\.0\.113\.9|fd00:0?0?10|fd00-10|5054:ff:fe|a7[.:-]?40[.:-]?88|0?0:69:5d:74|0a010002|0200010a|2\.0\.1\.10\.in|a0100 02|0a 01 00 02|167837698|fw-berlin|db01|customer/i;

describe('redaction', () => {
  it.each([
    'SRC=10.1.0.2 DST=203.0.113.9',
    'IP 10.1.0.2.45476 > 203.0.113.9.80: Flags [S]',
    'tcp 10.1.0.2:80 and 10.1.0.77/32, 10.1.0.2-10.1.0.77',
    'fd00:10:1::2 and FD00:0010:0001:0000:0000:0000:0000:0002 and [fd00:10:1::2]:80 and fd00:10:1::2.443',
    '::ffff:10.1.0.2, and via fd00:10:1::2: unreachable',
    'fe80::5054:ff:fea7:4088%eth0',
    'MAC=52:54:00:a7:40:88:52:54:00:69:5d:74:08:00',
    '52-54-00-A7-40-88 5254.00a7.4088 52:54:0:69:5d:74 8000.52:54:0:a7:40:88 enx525400a74088 5254-00a7-4088',
    '::203.0.113.9 and ::ffff:203.0.113.9 and 64:ff9b::203.0.113.9',
    'eth0 0200010A 00000000 0001 and 0x0a010002 and 0xa010002',
    '2.0.1.10.in-addr.arpa',
    '10[.]1[.]0[.]2 and 10(.)1(.)0(.)2, http://10%2E1%2E0%2E2/, 10[dot]1[dot]0[dot]2',
    '0x0000:  4500 003c 1c46 4000 4006 b1e6 0a01 0002 cb00 7109 and \\x0a\\x01\\x00\\x02 \\xCB\\x00\\x71\\x09',
    'ip-10-1-0-2 ipv4-10-1-0-2.compute 10_1_0_2 fd00-10-1--2',
    '--hex-string "|0a 01 00 02|" 167837698',
    '[Sat Nov 21] in:10.1.0.2 LOG-10.1.0.2-x: 12:34:56:10.1.0.2 at 07:53:21 fd00:10:1::2:',
    'root@fw-berlin:~# cat fw-berlin/kern.log, db01 DB01.customer.example mail.customer.example customer.example',
    'MAC=45:00:00:54:00:00:40:00:40:04:00:00:0a:01:00:02:cb:00:71:09',
  ])('%s', async (text) => {
    const redaction = await prepared();
    const shown = redaction.text(text);
    expect(shown).not.toMatch(secrets);
  });

  it('what_names_nobody_stays', async () => {
    const redaction = await prepared();
    const text =
      'filter/FORWARD 2: -A FORWARD -i eth0 -s 10.0.0.0/8 -d 0.0.0.0/0 -p tcp --dport 443 -m mark --mark 0x4000/0x4000 at 07:53:21 v1.8.9 fe80::/10 ::1 127.0.0.1 255.255.255.0 ff:ff:ff:ff:ff:ff ff02::1';
    expect(redaction.text(text)).toBe(text);
  });

  it('one_address_is_one_in_every_notation', async () => {
    const redaction = await prepared();
    const address = redaction.text('10.1.0.2');
    const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
    const hex = [a, b, c, d].map((byte) => byte.toString(16).padStart(2, '0'));
    expect(redaction.text('0x0a010002 0200010A ip-10-1-0-2 2.0.1.10.in-addr.arpa ::ffff:10.1.0.2')).toBe(
      `0x${hex.join('')} ${[...hex].reverse().join('').toUpperCase()} ip-${a}-${b}-${c}-${d} ${d}.${c}.${b}.${a}.in-addr.arpa ::ffff:${address}`,
    );
    const [mac = ''] = redaction.text('52:54:00:a7:40:88').split(' ');
    const [one = '', two = '', three = '', four = '', five = '', six = ''] = mac.split(':');
    expect(redaction.text('fe80::5054:ff:fea7:4088')).toBe(
      `fe80::${(Number.parseInt(one, 16) ^ 2).toString(16)}${two}:${Number.parseInt(three, 16).toString(16)}ff:fe${four}:${Number.parseInt(five + six, 16).toString(16)}`,
    );
  });

  it('networks_stay_networks', async () => {
    const redaction = await prepared();
    const network = redaction.text('10.1.0.0/24');
    expect(network).toMatch(/^10\.\d+\.\d+\.0\/24$/);
    expect(redaction.text('10.1.0.255')).toBe(network.replace(/0\/24$/, '255'));
    expect(redaction.text('10.1.0.2/24').startsWith(network.replace(/0\/24$/, ''))).toBe(true);
  });

  it('the_same_key_gives_the_same_names_and_another_key_others', async () => {
    const text = '10.1.0.2 fd00:10:1::2 52:54:00:a7:40:88';
    expect((await prepared('one')).text(text)).toBe((await prepared('one')).text(text));
    expect((await prepared('one')).text(text)).not.toBe((await prepared('two')).text(text));
  });

  it('the_map_tells_the_operator_what_became_of_what', async () => {
    const redaction = await prepared();
    const shown = redaction.text('10.1.0.2 on fw-berlin, 52:54:00:a7:40:88').split(/ on |, /);
    expect(redaction.map()).toMatchObject({
      key: 'a key',
      addresses: { '10.1.0.2': shown[0] },
      hosts: { 'fw-berlin': shown[1] },
      macs: { '52:54:00:a7:40:88': shown[2] },
    });
  });

  it('names_of_any_domain_and_mail_addresses_are_replaced', async () => {
    const redaction = await prepared('k', [], {
      'notes.txt': [
        'vpn.banco-example.pt db01.example-ag.info example.me fw.firm.xyz bank.example.bank münchen.example-ag.de',
        'some.body@example-ag.info and ops@xn--mnchen-3ya.de; пример.испытание',
        '',
      ].join('\n'),
    });
    const shown = redaction.text(
      'to vpn.banco-example.pt, DB01.example-ag.info. example.me fw.firm.xyz bank.example.bank münchen.example-ag.de some.body@example-ag.info ops@xn--mnchen-3ya.de пример.испытание',
    );
    expect(shown).not.toMatch(/banco|example|firm|bank|body|ops|mnchen|münchen|пример|испытание/i);
  });

  it('addresses_that_stand_nowhere_else_are_found_by_their_place', async () => {
    const lines = [
      '-A FORWARD -m u32 --u32 "0x10=0xd2d4e5b&&0xc=220024411" -j DROP',
      '-A FORWARD -m comment --comment "was 220024412, 0x0d2d4e5d, ip-13-45-78-94" -j DROP',
      'IN=eth0 SRC=10.1.0.2 OPT (0707040D2D4E5F00) PROTO=TCP OPT (020405B4)',
      'eth0\t604E2D0D\t0101A8C0\t0003\t0\t0\t0\t00FFFFFF\t0\t0\t0',
    ];
    const redaction = await prepared('k', [], { 'more.txt': `${lines.join('\n')}\n` });
    const shown = lines.map((line) => redaction.text(line)).join('\n');
    expect(shown).not.toMatch(/d2d4e5|2200244|13-45-78|604E2D0D/i);
    expect(shown).toContain('OPT (020405B4)');
    expect(redaction.text('-j MARK --set-xmark 0x0d2d4e5b/0xffffffff MARK=0xd2d4e5b')).toBe(
      '-j MARK --set-xmark 0x0d2d4e5b/0xffffffff MARK=0xd2d4e5b',
    );
  });

  it('interfaces_chains_and_tables_stay_unless_a_word_is_confirmed', async () => {
    const more = {
      'pcap/eth0.pcap.txt': '06:36:49.080676 IP 10.1.0.2.5 > 203.0.113.9.7: UDP, length 12\n',
      'ip-link.txt': '3: vlan100@eth0: <BROADCAST,UP> mtu 1500 state UP\n4: fw-berlin@eth0: <UP> mtu 1500\n',
      'iptables-save.txt':
        '*filter\n:FORWARD ACCEPT [0:0]\n:CUSTOMER-IN - [0:0]\n-A FORWARD -i vlan100 -j CUSTOMER-IN\nCOMMIT\n',
    };
    const text = 'filter/CUSTOMER-IN -A FORWARD -i eth0 -o vlan100 -j CUSTOMER-IN';
    expect((await prepared('k', [], more)).text(text)).toBe(text);
    const confirmed = await prepared('k', ['customer'], more);
    expect(confirmed.text(text)).toBe('filter/word-1-IN -A FORWARD -i eth0 -o vlan100 -j word-1-IN');
    expect(confirmed.suggested).toContain('customer');
  });

  it('a_replacement_that_is_a_name_of_the_bundle_is_not_given', async () => {
    const redaction = await prepared('k', [], {
      'x.txt': 'root@host-1:~# ip rule\nroot@host-2:~# ip rule\n',
    });
    const names = ['fw-berlin', 'host-1', 'host-2'].map((name) => redaction.host(name));
    expect(new Set(names).size).toBe(3);
    expect(names).not.toContain('host-1');
    expect(names).not.toContain('host-2');
  });

  it('the_bundles_own_name_is_not_told', async () => {
    expect((await prepared()).text('customer-4711/kern.log')).toBe('host-1/kern.log');
  });
});
