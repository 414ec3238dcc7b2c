/** An IPv4 address as an unsigned 32-bit number, an IPv6 address as a bigint below 2^128. */
export type AddressValue = number | bigint;
