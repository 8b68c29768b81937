import type { Role } from 'api';

/** From the least to the most that a person or key may do. */
export const roles: readonly Role[] = ['viewer', 'analyst', 'agent', 'admin'];
