/** The number of an ICMP type as nft names it (nft(8), "ICMP TYPE TYPE"); null for a word that is none. */
export function icmpType(word: string, header: string): number | null {
  return numberOf(word, header === 'icmpv6' ? icmp6Types : icmpTypes);
}

/** The number of an ICMP code; nft names codes as if the type were destination-unreachable. */
export function icmpCode(word: string, header: string): number | null {
  return numberOf(word, header === 'icmpv6' ? icmp6Codes : icmpCodes);
}

/** nft's name of a type; its number for one without. */
export function icmpTypeName(type: number, header: string): string {
  return nameOf(type, header === 'icmpv6' ? icmp6Types : icmpTypes);
}

/** nft's name of a code; its number for one without. */
export function icmpCodeName(code: number, header: string): string {
  return nameOf(code, header === 'icmpv6' ? icmp6Codes : icmpCodes);
}

function nameOf(number: number, names: ReadonlyMap<string, number>): string {
  for (const [name, value] of names) if (value === number) return name;
  return String(number);
}

function numberOf(word: string, names: ReadonlyMap<string, number>): number | null {
  return /^\d{1,3}$/.test(word) ? Number(word) : (names.get(word) ?? null);
}

const icmpTypes: ReadonlyMap<string, number> = new Map([
  ['echo-reply', 0],
  ['destination-unreachable', 3],
  ['source-quench', 4],
  ['redirect', 5],
  ['echo-request', 8],
  ['router-advertisement', 9],
  ['router-solicitation', 10],
  ['time-exceeded', 11],
  ['parameter-problem', 12],
  ['timestamp-request', 13],
  ['timestamp-reply', 14],
  ['info-request', 15],
  ['info-reply', 16],
  ['address-mask-request', 17],
  ['address-mask-reply', 18],
]);

const icmp6Types: ReadonlyMap<string, number> = new Map([
  ['destination-unreachable', 1],
  ['packet-too-big', 2],
  ['time-exceeded', 3],
  ['parameter-problem', 4],
  ['echo-request', 128],
  ['echo-reply', 129],
  ['mld-listener-query', 130],
  ['mld-listener-report', 131],
  ['mld-listener-done', 132],
  ['mld-listener-reduction', 132],
  ['nd-router-solicit', 133],
  ['nd-router-advert', 134],
  ['nd-neighbor-solicit', 135],
  ['nd-neighbor-advert', 136],
  ['nd-redirect', 137],
  ['router-renumbering', 138],
  ['ind-neighbor-solicit', 141],
  ['ind-neighbor-advert', 142],
  ['mld2-listener-report', 143],
]);

const icmpCodes: ReadonlyMap<string, number> = new Map([
  ['net-unreachable', 0],
  ['host-unreachable', 1],
  ['prot-unreachable', 2],
  ['port-unreachable', 3],
  ['frag-needed', 4],
  ['net-prohibited', 9],
  ['host-prohibited', 10],
  ['admin-prohibited', 13],
]);

const icmp6Codes: ReadonlyMap<string, number> = new Map([
  ['no-route', 0],
  ['admin-prohibited', 1],
  ['addr-unreachable', 3],
  ['port-unreachable', 4],
  ['policy-fail', 5],
  ['reject-route', 6],
]);
