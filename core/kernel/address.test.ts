import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatAddress,
  isLinkLocal,
  isLoopback,
  isMulticast,
  lastAddress,
  maskAddress,
  parseAddress,
  parsePrefix,
  prefixContains,
} from './address.ts';

const ipv4 = fc.nat(0xffffffff);
const ipv6 = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });

describe('addresses', () => {
  it.each([
    ['0.0.0.0', 0],
    ['10.1.0.255', 0x0a0100ff],
    ['255.255.255.255', 0xffffffff],
    ['::', 0n],
    ['::1', 1n],
    ['fe80::1:0', 0xfe80n * (1n << 112n) + 0x10000n],
    ['2001:db8:0:0:0:0:0:1', 0x20010db8n * (1n << 96n) + 1n],
    ['::ffff:10.1.0.2', 0xffff0a010002n],
  ])('%s is read', (text, value) => {
    expect(parseAddress(text)).toBe(value);
  });

  it.each([
    '',
    'xxx.xxx.xxx.113',
    'x-ipv4-0001-x',
    '10.1.0',
    '10.1.0.256',
    '10.1.0.1/24',
    '1.2.3.4.5',
    ':',
    ':::',
  ])('%s is no address', (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  it.each([
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2:3:4:5:6:7:8',
    'fe80::1%eth0',
    '12345::',
    '1.2.3.4::',
  ])('%s is no IPv6 address', (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  it('are_printed_so_that_they_read_back_the_same', () => {
    fc.assert(fc.property(fc.oneof(ipv4, ipv6), (value) => parseAddress(formatAddress(value)) === value));
    const sparse = fc.array(fc.constantFrom('0', '0', '1', 'ab'), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(sparse, (groups) => {
        const value = parseAddress(groups.join(':'));
        return value !== null && parseAddress(formatAddress(value)) === value;
      }),
    );
  });

  it.each(['::', '::1', '1::', 'fe80::1', '1:0:2::', '2001:db8::8:800:200c:417a', '1::2:0:0:3:4'])(
    '%s is printed as the kernel does',
    (text) => {
      expect(formatAddress(parseAddress(text) ?? 0)).toBe(text);
    },
  );

  it('never_throw_on_any_text', () => {
    fc.assert(fc.property(fc.string(), (text) => parseAddress(text) === null || text.length > 1));
    fc.assert(fc.property(fc.string(), (text) => parsePrefix(text) === null || text.length > 1));
  });

  it('know_their_special_ranges', () => {
    expect(isLoopback(parseAddress('127.9.9.9') ?? 0)).toBe(true);
    expect(isMulticast(parseAddress('239.255.255.255') ?? 0)).toBe(true);
    expect(isMulticast(parseAddress('240.0.0.0') ?? 0)).toBe(false);
    expect(isMulticast(parseAddress('ff02::1') ?? 0)).toBe(true);
    expect(isLinkLocal(parseAddress('febf::1') ?? 0)).toBe(true);
    expect(isLinkLocal(parseAddress('fec0::1') ?? 0)).toBe(false);
  });
});

describe('prefixes', () => {
  it('clear_host_bits', () => {
    expect(parsePrefix('10.1.2.3/16')).toEqual({ value: 0x0a010000, length: 16 });
    expect(parsePrefix('0.0.0.0/0')).toEqual({ value: 0, length: 0 });
    expect(parsePrefix('10.1.2.3')).toEqual({ value: 0x0a010203, length: 32 });
    expect(parsePrefix('10.1.2.3/33')).toBeNull();
  });

  it('contain_what_lies_between_their_first_and_last_address', () => {
    fc.assert(
      fc.property(ipv4, fc.nat(32), ipv4, (value, length, address) => {
        const prefix = { value: maskAddress(value, length), length };
        return (
          prefixContains(prefix, address) === (prefix.value <= address && address <= lastAddress(prefix))
        );
      }),
    );
    fc.assert(
      fc.property(ipv6, fc.nat(128), ipv6, (value, length, address) => {
        const prefix = { value: maskAddress(value, length), length };
        return (
          prefixContains(prefix, address) === (prefix.value <= address && address <= lastAddress(prefix))
        );
      }),
    );
  });

  it('contain_no_address_of_the_other_family', () => {
    expect(prefixContains({ value: 0, length: 0 }, 0n)).toBe(false);
  });
});
