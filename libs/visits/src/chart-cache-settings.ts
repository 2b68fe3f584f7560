import { z } from 'zod';

export const chartCacheSettings = {
  /** Memory for charts that were read, as they are sent (some kilobytes each); 0 keeps none. What is kept is never stale, so only memory speaks against more. */
  CHART_CACHE_MEGABYTES: z.coerce.number().int().min(0).max(65_536).default(64),
};
