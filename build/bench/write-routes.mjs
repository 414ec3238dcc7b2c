import { writeFileSync } from 'node:fs';
import { randomNumbers } from './random.mjs';

/** Writes `ip route` of a router that knows many networks, large ones with smaller ones in them. */
export function writeRoutes(path, count, seed = 3) {
  const random = randomNumbers(seed);
  const networks = new Set();
  while (networks.size < count - 1) {
    const length = random.of([16, 20, 22, 24, 24, 24, 24, 32]);
    const bits = random.between(1 << 24, 0xdfff_ffff);
    const address = length === 32 ? bits : ((bits >>> (32 - length)) << (32 - length)) >>> 0;
    const dotted = [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
    networks.add(length === 32 ? dotted : `${dotted}/${length}`);
  }
  const routes = [...networks].map(
    (network) => `${network} via 10.0.${random.below(16)}.1 dev eth${random.below(4)} proto bgp metric 20`,
  );
  writeFileSync(path, `default via 10.0.0.1 dev eth0 proto static\n${routes.join('\n')}\n`);
}
