import { z } from 'zod';

export const httpSettings = {
  /** Loopback unless told: a machine's own address is opened on purpose, behind something that ends TLS. */
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** Addresses whose X-Forwarded-For is believed: the load balancer and the gateway. */
  TRUSTED_PROXIES: z.string().default('127.0.0.1,::1'),
  /** Requests a minute that one address may make: at all instances of all-in-one together, at each gateway by itself. */
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(6000),
};
