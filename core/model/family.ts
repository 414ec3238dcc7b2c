/** The protocol family of a table or packet, as the kernel's own tools name it. */
export type Family = 'ipv4' | 'ipv6';

/** Marks a `switch` that covers its union: adding a member to the union stops the compiler here. */
export function assertNever(value: never): never {
  throw new Error(`not covered: ${JSON.stringify(value)}`);
}
