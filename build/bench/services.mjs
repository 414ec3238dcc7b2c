const NAME_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A small cluster's. */
export const FEW_SERVICES = 60;

/** The services of a cluster: the same for the same random numbers, so that a log and a ruleset are of one node. */
export function drawServices(random, count) {
  return Array.from({ length: count }, (_, index) => drawService(random, index));
}

function drawService(random, index) {
  const endpoint = () => ({
    chain: `KUBE-SEP-${random.letters(16, NAME_LETTERS)}`,
    address: `10.244.${random.below(8)}.${random.between(2, 254)}`,
    port: random.of([8080, 8443, 3000, 53]),
  });
  return {
    chain: `KUBE-SVC-${random.letters(16, NAME_LETTERS)}`,
    rule: 2 * index + 1,
    address: `10.96.${random.below(16)}.${random.between(1, 254)}`,
    port: random.of([80, 443, 8080, 53, 9090]),
    endpoints: Array.from({ length: random.between(1, 4) }, endpoint),
  };
}
