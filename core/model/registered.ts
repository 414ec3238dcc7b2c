/**
 * The kinds that the registries of other rooms have. Each registry adds a member with the type of its list, so that a kind
 * is named once, in its own file, and the compiler knows it everywhere: the model imports nobody.
 *
 *     declare module '../model/registered.ts' {
 *       interface Registered {
 *         readonly message: (typeof kernelMessages)[number]['kind'];
 *       }
 *     }
 */
// oxlint-disable-next-line typescript/no-empty-object-type
export interface Registered {}
